/// What `smnn kdv evaluate` prints, writes and hands to its pictures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kdv/evaluate/judgement.hpp"
#include "kdv/fields/fields.hpp"
#include "kdv/fields/forecast_file.hpp"
#include "support/table.hpp"

namespace smnn::drivers::kdv {

Table table_of(std::vector<Judgement> const& judgements);

/// The table's numbers in full.
std::string judgements_csv(std::vector<Judgement> const& judgements);

/// Per level behind the first `given`: its time since the last of these, every forecast's growth.
std::string growth_csv(std::vector<Judgement> const& judgements, FieldData const& data,
                       std::int64_t given);

/// Per band: its first wavenumber, in periods of the axis; the truth's power; every forecast's.
std::string spectra_csv(std::vector<Judgement> const& judgements, std::vector<double> const& truth,
                        Bands const& bands);

/// The first trajectory's field: time, then a column per point.
std::string field_csv(FieldData const& data, FieldData const& like, std::int64_t levels);

/// The first trajectory's ODEs. Rows: every level and order; columns: the points.
std::string ode_csv(OdeShare const& odes, std::size_t points);

}  // namespace smnn::drivers::kdv
