#include "smnn/io/netcdf/reader.hpp"
