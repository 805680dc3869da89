// The part of simdjson that Starling uses, as C: one parser that turns one document into a tape.
//
// The tape is simdjson's own (doc/tape.md of simdjson): 64-bit words, the kind in the top byte.
//   'r'            root; the document starts at word 1
//   '{' '['        low 32 bits: the index after the matching end
//   '}' ']'        end
//   '"'            low 56 bits: where the string lies in the string buffer: 32-bit length,
//                  bytes, NUL
//   'l' 'u' 'd'    the next word is an int64, a uint64, a double
//   't' 'f' 'n'    true, false, null
#ifndef CSTARLING_JSON_H
#define CSTARLING_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes behind a document that must be readable; their content does not matter.
enum { STARLING_JSON_PADDING = 64 };

/// What became of a document.
typedef enum {
  STARLING_JSON_OK = 0,
  STARLING_JSON_SYNTAX,
  STARLING_JSON_UTF8,
  STARLING_JSON_DEPTH,
  STARLING_JSON_NUMBER,
  STARLING_JSON_MEMORY,
} starling_json_status;

typedef struct starling_json starling_json;

/// What a parse left behind; valid until the parser is used again or freed.
typedef struct {
  const uint64_t *words;
  size_t word_count;
  const uint8_t *strings;
  size_t string_count;
} starling_json_tape;

/// Makes a parser for documents up to `depth` levels deep; NULL without memory.
starling_json *starling_json_create(size_t depth);
void starling_json_free(starling_json *parser);

/// Parses one document of `count` bytes with STARLING_JSON_PADDING readable bytes behind it.
starling_json_status starling_json_parse(
    starling_json *parser, const uint8_t *bytes, size_t count, starling_json_tape *tape);

/// Why the last parse failed, in simdjson's words; a static string.
const char *starling_json_message(const starling_json *parser);

/// Whether the bytes are valid UTF-8.
bool starling_json_is_utf8(const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif
#endif
