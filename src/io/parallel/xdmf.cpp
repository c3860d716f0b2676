#include "smnn/io/parallel/xdmf.hpp"

#include <fstream>

#include "smnn/io/atomic_file.hpp"
#include "smnn/io/hdf5_reader.hpp"
#include "smnn/io/parallel/detail/xdmf/scene.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io {
namespace {

namespace fs = std::filesystem;

/// The data as seen from the folder of the view.
std::string relative_name(fs::path const& data, fs::path const& target) {
  auto const folder = fs::weakly_canonical(fs::absolute(target)).parent_path();
  std::string const name =
      fs::weakly_canonical(fs::absolute(data)).lexically_relative(folder).string();
  if (name.find(':') != std::string::npos) {
    throw InvalidArgument("file " + quote(data.string()) +
                          ": expected a name without a colon, which XDMF puts behind it");
  }
  return name;
}

void write_file(fs::path const& target, std::string const& text) {
  AtomicFile file(target);
  std::ofstream out(file.path(), std::ios::binary);
  out << text;
  out.close();
  if (!out) throw IoError("file " + quote(target.string()) + ": cannot be written");
  file.commit();
}

}  // namespace

void write_xdmf_view(distributed::Communicator const& ranks, fs::path const& target,
                     fs::path const& data, XdmfView const& view) {
  ranks.on_root([&] {
    auto scene = detail::look_up(view, open_hdf5(data));
    scene.file = relative_name(data, target);
    write_file(target, detail::to_xml(scene));
  });
}

}  // namespace smnn::io
