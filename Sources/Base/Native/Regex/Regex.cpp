#include "CStarlingRegex.h"

#include <re2/re2.h>

#include <memory>
#include <new>
#include <string>

struct starling_regex {
  RE2 compiled;
  std::string problem;

  starling_regex(const re2::StringPiece &pattern, const RE2::Options &options)
      : compiled(pattern, options), problem(compiled.ok() ? "" : compiled.error()) {}
};

starling_regex *starling_regex_compile(const char *pattern, size_t length, int64_t memory_bytes) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_bytes);
  try {
    return new starling_regex(re2::StringPiece(pattern, length), options);
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

const char *starling_regex_problem(const starling_regex *regex) {
  return regex->compiled.ok() ? nullptr : regex->problem.c_str();
}

bool starling_regex_is_found(const starling_regex *regex, const char *text, size_t length) {
  const re2::StringPiece piece(text, length);
  return regex->compiled.Match(piece, 0, length, RE2::UNANCHORED, nullptr, 0);
}

void starling_regex_free(starling_regex *regex) { delete regex; }
