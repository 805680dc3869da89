// No exception leaves this file: simdjson is called through its error-code interface, and the
// only throwing things (new, unique_ptr) are guarded.
#include "CStarlingJSON.h"

#include <simdjson.h>

#include <new>

struct starling_json {
  simdjson::dom::parser parser;
  size_t depth;
  size_t capacity;
  simdjson::error_code error;
};

namespace {

constexpr size_t smallest_capacity = 4096;

starling_json_status status(simdjson::error_code error) {
  switch (error) {
    case simdjson::SUCCESS: return STARLING_JSON_OK;
    case simdjson::UTF8_ERROR: return STARLING_JSON_UTF8;
    case simdjson::DEPTH_ERROR: return STARLING_JSON_DEPTH;
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE: return STARLING_JSON_NUMBER;
    case simdjson::MEMALLOC:
    case simdjson::CAPACITY: return STARLING_JSON_MEMORY;
    default: return STARLING_JSON_SYNTAX;
  }
}

// Grows in powers of two, so that lines of slowly growing length do not allocate each time.
simdjson::error_code make_room(starling_json *self, size_t count) {
  if (count <= self->capacity) return simdjson::SUCCESS;
  size_t capacity = self->capacity < smallest_capacity ? smallest_capacity : self->capacity;
  while (capacity < count) capacity *= 2;
  self->capacity = 0;
  auto error = self->parser.allocate(capacity, self->depth);
  if (error) return error;
  error = self->parser.doc.allocate(capacity);
  if (!error) self->capacity = capacity;
  return error;
}

}  // namespace

starling_json *starling_json_create(size_t depth) {
  auto *self = new (std::nothrow) starling_json();
  if (self == nullptr) return nullptr;
  self->depth = depth;
  self->capacity = 0;
  self->error = simdjson::SUCCESS;
  return self;
}

void starling_json_free(starling_json *self) { delete self; }

starling_json_status starling_json_parse(
    starling_json *self, const uint8_t *bytes, size_t count, starling_json_tape *tape) {
  *tape = {nullptr, 0, nullptr, 0};
  self->error = make_room(self, count);
  if (!self->error) {
    simdjson::dom::element root;
    self->error = self->parser.parse(bytes, count, false).get(root);
  }
  if (self->error) return status(self->error);
  const uint64_t *words = self->parser.doc.tape.get();
  // The root word holds the index of the word after the last.
  size_t word_count = static_cast<size_t>(words[0] & 0xFFFFFFFFFFFFFFULL);
  // simdjson sizes the buffer as 5/3 of the capacity and some padding; every offset lies inside.
  *tape = {words, word_count, self->parser.doc.string_buf.get(), 5 * self->capacity / 3 + 64};
  return STARLING_JSON_OK;
}

const char *starling_json_message(const starling_json *self) {
  return simdjson::error_message(self->error);
}

bool starling_json_is_utf8(const uint8_t *bytes, size_t count) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), count);
}
