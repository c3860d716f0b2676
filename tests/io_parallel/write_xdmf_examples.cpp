/// Writes grids.h5 and views of it into a folder, for check_xdmf.py to read with others' readers.
/// Entries are 1000 t + 100 z + 10 y + x, counted in points (or cells), so that each tells its
/// place.
#include <mpi.h>

#include <Kokkos_Core.hpp>
#include <cstdio>
#include <filesystem>

#include "smnn/io/parallel/provenance.hpp"
#include "smnn/io/parallel/writer.hpp"
#include "smnn/io/parallel/xdmf.hpp"

namespace {

using namespace smnn::io;
using smnn::distributed::Communicator;

double place(Shape const& index) {
  double value = 0;
  for (std::int64_t const i : index) value = 10 * value + static_cast<double>(i);
  return value;
}

/// Each rank writes its part, cut along the last axis.
template <class T, class Value>
void write_field(Communicator const& ranks, ParallelWriteGroup const& group,
                 std::string const& name, Shape const& extents, DatasetOptions const& options,
                 Value const& value) {
  Slab const own = even_slab(extents, extents.size() - 1, ranks.rank(), ranks.size());
  std::vector<T> values;
  for (std::int64_t i = 0; i < entries(own.count).value_or(0); ++i) {
    Shape index(extents.size());
    std::int64_t rest = i;
    for (std::size_t axis = extents.size(); axis-- > 0;) {
      index[axis] = own.offset[axis] + rest % own.count[axis];
      rest /= own.count[axis];
    }
    values.push_back(static_cast<T>(value(index)));
  }
  group.write(name, extents, own, std::span<T const>(values), options);
}

void write_data(Communicator const& ranks, std::filesystem::path const& file) {
  ParallelHdf5Writer writer(ranks, file);
  auto const root = writer.root();
  auto provenance = current_provenance("write_xdmf_examples");
  provenance.seed = 1;
  write_provenance(ranks, root, provenance);
  auto const group = root.group("fields");
  group.write_replicated("time", {3}, std::vector<double>{0, 0.5, 1.5},
                         {.dimensions = {"time"}, .units = "s"});
  group.write_replicated("y", {4}, std::vector<double>{0, 1, 3, 6},
                         {.dimensions = {"y"}, .units = "m"});
  group.write_replicated("x", {5}, std::vector<float>{0, 1, 2, 4, 8},
                         {.dimensions = {"x"}, .units = "m"});
  write_field<double>(ranks, group, "box", {3, 2, 4, 5},
                      {.dimensions = {"time", "z", "y", "x"}, .units = "K"}, place);
  write_field<float>(ranks, group, "box_cells", {3, 1, 3, 4}, {.chunk = {1, 1, 2, 3}, .deflate = 2},
                     place);
  write_field<double>(ranks, group, "velocity", {3, 2, 4, 5, 3}, {.units = "m s-1"},
                      [](Shape const& i) {
                        return place({i[0], i[1], i[2], i[3]}) + 0.25 * static_cast<double>(i[4]);
                      });
  write_field<std::int32_t>(ranks, group, "plane", {4, 5, 3}, {.chunk = {3, 2, 2}},
                            [](Shape const& i) {
                              return place({i[2], 0, i[0], i[1]});
                            });
  write_field<double>(ranks, group, "plane_cells", {2, 3, 4}, {}, [](Shape const& i) {
    return place({0, 0, i[1], i[2]}) + 0.5 * static_cast<double>(i[0]);
  });
  write_field<std::int64_t>(ranks, group, "line", {7}, {}, place);
  writer.commit();
}

void write_views(Communicator const& ranks, std::filesystem::path const& folder) {
  auto const data = folder / "grids.h5";
  auto const space = XdmfAxis::space();
  auto const time = XdmfAxis::time();
  auto const cell = XdmfField::Center::cell;
  write_xdmf_view(
      ranks, folder / "box.xmf", data,
      {.grid = UniformGrid{{2, 4, 5}, {10, 20, 30}, {1, 2, 3}},
       .times = "fields/time",
       .fields = {
           {"box", "/fields/box", {time, space, space, space}},
           {"cells", "/fields/box_cells", {time, space, space, space}, cell},
           {"velocity", "/fields/velocity", {time, space, space, space, XdmfAxis::component()}},
           {"second", "/fields/box", {XdmfAxis::at(1), space, space, space}}}});
  write_xdmf_view(
      ranks, folder / "plane.xmf", data,
      {.grid = RectilinearGrid{{"/fields/y", "/fields/x"}},
       .times = "/fields/time",
       .fields = {{"plane & more", "/fields/plane", {space, space, time}},
                  {"cells", "/fields/plane_cells", {XdmfAxis::at(1), space, space}, cell}}});
  write_xdmf_view(
      ranks, folder / "even_plane.xmf", data,
      {.grid = UniformGrid{{4, 5}, {20, 30}, {2, 3}},
       .times = "/fields/time",
       .fields = {{"plane", "/fields/plane", {space, space, time}},
                  {"cells", "/fields/plane_cells", {XdmfAxis::at(0), space, space}, cell}}});
  write_xdmf_view(
      ranks, folder / "line.xmf", data,
      {.grid = UniformGrid{{7}, {-1}, {0.5}}, .fields = {{"line", "fields/line", {space}}}});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  MPI_Init(&argc, &argv);
  int failed = 0;
  {
    Kokkos::ScopeGuard const kokkos(argc, argv);
    try {
      Communicator const ranks(MPI_COMM_WORLD);
      std::filesystem::path const folder = argv[1];
      ranks.on_root([&] { std::filesystem::create_directories(folder); });
      write_data(ranks, folder / "grids.h5");
      write_views(ranks, folder);
    } catch (std::exception const& error) {
      std::fprintf(stderr, "%s\n", error.what());
      failed = 1;
    }
  }
  MPI_Finalize();
  return failed;
}
