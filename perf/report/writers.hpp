/// The results as a Markdown page of tables, and as one CSV row per contestant and case.
#pragma once

#include <iosfwd>

#include "environment.hpp"
#include "results.hpp"

namespace smnn::perf {

void write_markdown(std::ostream& out, Facts const& facts, Results const& results);
void write_csv(std::ostream& out, Facts const& facts, Results const& results);

}  // namespace smnn::perf
