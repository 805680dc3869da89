// RE2 behind a plain C interface: linear time, bounded memory, no exceptions across the border.

#ifndef STARLING_REGEX_H
#define STARLING_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern, or the reason why it did not compile.
typedef struct starling_regex starling_regex;

/// Compiles `length` bytes of UTF-8. Never prints. Returns NULL only when memory is exhausted.
/// The caller frees the result, also when it holds a problem.
starling_regex *starling_regex_compile(const char *pattern, size_t length, int64_t memory_bytes);

/// What is wrong with the pattern, or NULL when it compiled. Valid until the pattern is freed.
const char *starling_regex_problem(const starling_regex *regex);

/// Whether the pattern is found anywhere in `length` bytes. Any number of threads may ask at once.
bool starling_regex_is_found(const starling_regex *regex, const char *text, size_t length);

/// Frees a pattern.
void starling_regex_free(starling_regex *regex);

#ifdef __cplusplus
}
#endif

#endif
