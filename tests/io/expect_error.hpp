/// An error's kind and what its message must say.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace smnn::test {

/// `action` must throw `Error`, its message containing every one of `parts`.
template <class Error, class Action>
void expect_error(Action const& action, std::initializer_list<char const*> parts) {
  try {
    action();
  } catch (Error const& error) {
    for (char const* const part : parts) EXPECT_THAT(error.what(), testing::HasSubstr(part));
    return;
  } catch (std::exception const& error) {
    FAIL() << "another kind of error than expected: " << error.what();
  }
  FAIL() << "no error";
}

}  // namespace smnn::test
