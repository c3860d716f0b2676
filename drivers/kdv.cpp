#include "kdv.hpp"

#include "kdv/evaluate.hpp"
#include "kdv/generate.hpp"
#include "kdv/rollout.hpp"
#include "kdv/train.hpp"

namespace smnn::drivers {

void add_kdv(CLI::App& app, std::optional<Runtime> const& runtime, Console& console) {
  CLI::App& family =
      *app.add_subcommand("kdv", "The Korteweg-de Vries equation, u_t + a u u_x + u_xxx = 0");
  family.require_subcommand(1);
  kdv::add_generate(family, runtime, console);
  kdv::add_train(family, runtime, console);
  kdv::add_rollout(family, runtime, console);
  kdv::add_evaluate(family, runtime, console);
}

}  // namespace smnn::drivers
