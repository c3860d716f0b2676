#include <algorithm>

#include "smnn/io/detail/csv_rows.hpp"
#include "smnn/io/text.hpp"
#include "smnn/solver/error.hpp"

namespace smnn::io::detail {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Past blanks that do not separate; if blanks are the separator, past all of them.
char* skip_padding(char* from, char const* end, char separator) {
  while (from != end && is_blank(*from) && (*from != separator || separator == ' ')) ++from;
  return from;
}

/// The first of ; tab , that the line has outside quotes, else blanks.
char separator_of(std::span<char const> line) {
  bool quoted = false;
  std::string found;
  for (char const c : line) {
    if (c == '"') quoted = !quoted;
    if (!quoted) found += c;
  }
  for (char const separator : {';', '\t', ','}) {
    if (found.find(separator) != std::string::npos) return separator;
  }
  return ' ';
}

std::string name_of(char separator) {
  if (separator == '\t') return "tabs";
  if (separator == ' ') return "blanks";
  return std::string("'") + separator + "'";
}

struct Unquoted {
  char* end;   // of the text; null without a closing quote
  char* rest;  // where the line goes on
};

/// Moves the text between two quotes to where the first is, doubled ones becoming one.
Unquoted unquote(char* const opening, char* const line_end) {
  char* to = opening;
  for (char* from = opening + 1; from != line_end; ++from) {
    if (*from == '"') {
      if (from + 1 == line_end || from[1] != '"') return {to, from + 1};
      ++from;
    }
    *to++ = *from;
  }
  return {nullptr, nullptr};
}

}  // namespace

bool RowReader::next(Fields& fields) {
  while (auto const line = lines_.next()) {
    auto const start = std::find_if_not(line->begin(), line->end(), is_blank);
    if (start == line->end()) {
      if (columns_ > 0 && empty_line_ == 0) empty_line_ = lines_.line();
      continue;
    }
    if (*start == '#') continue;
    if (empty_line_ > 0) {
      throw IoError(file() + ", line " + std::to_string(empty_line_) +
                    ": is empty, but more rows follow; expected " + std::to_string(columns_) +
                    (columns_ == 1 ? " field" : " fields"));
    }
    if (separator_ == '\0') separator_ = separator_of(*line);
    split(*line, fields);
    check_count(fields.size());
    return true;
  }
  return false;
}

std::string_view RowReader::take_field(char*& at, char* const end) const {
  if (at == end || *at != '"') {
    char* const field = at;
    while (at != end && !(separator_ == ' ' ? is_blank(*at) : *at == separator_)) ++at;
    char* field_end = at;
    while (field_end != field && is_blank(field_end[-1])) --field_end;
    return {field, field_end};
  }
  char* const field = at;
  Unquoted const text = unquote(at, end);
  if (text.end == nullptr)
    throw IoError(lines_.where() + ": a quoted field does not end in its line");
  at = text.rest;
  char* const next = skip_padding(at, end, separator_);
  if (next != end && (separator_ == ' ' ? next == at : *next != separator_)) {
    throw IoError(lines_.where() + ": text follows a quoted field, expected " +
                  name_of(separator_));
  }
  return {field, text.end};
}

void RowReader::split(std::span<char> line, Fields& fields) const {
  fields.clear();
  char* const end = line.data() + line.size();
  char* at = skip_padding(line.data(), end, separator_);
  for (;;) {
    if (fields.size() == most_columns) {
      throw IoError(lines_.where() + ": has more than " + std::to_string(most_columns) +
                    " fields, expected fewer");
    }
    fields.push_back(take_field(at, end));
    at = skip_padding(at, end, separator_);
    if (at == end) return;
    if (separator_ != ' ') at = skip_padding(at + 1, end, separator_);
  }
}

void RowReader::check_count(std::size_t count) {
  if (columns_ == 0) {
    columns_ = count;
    first_row_ = lines_.line();
  }
  if (count == columns_) return;
  throw IoError(lines_.where() + ": has " + std::to_string(count) +
                (count == 1 ? " field" : " fields") + ", expected " + std::to_string(columns_) +
                " as in line " + std::to_string(first_row_) + ", separated by " +
                name_of(separator_));
}

}  // namespace smnn::io::detail
