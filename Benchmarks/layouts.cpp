// layouts.cpp: which memory layout serves a timeline best? Candidates of decision 0002, measured.
//
// The program draws events (like dataset/clickstream.py but simpler; the same on every run), lays
// them out in each candidate and measures on one thread: questions to all people (median of five
// runs), ten questions to one person (median of 20,000 people), appending (mean), what a snapshot
// has to write again, and bytes an event. It ends with status 1 when two layouts disagree about an
// answer, before or after appending, and else prints two Markdown tables: everything, and the ten
// questions one by one.
//
//   A  one table, person by person and in order of time
//   B  a posting for each event name over all people, person by person and in order of time
//   C  tiles of neighbouring people: `all` (time, name) beside postings with last times apart
//   D  B once for each week
//   E  a log in arrival order (with the newest time of each block) and row numbers by person
//
// In brackets for C: appending by writing a whole tile again instead of the one-person copies that
// are merged later, and the bytes of those copies instead of whole tiles.
//
//   g++ -std=c++17 -O3 -march=native layouts.cpp -o layouts && ./layouts [events]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

using std::vector;

enum Name : uint8_t { PAGE_VIEW, PRODUCT_VIEW, SEARCH, ADD_TO_CART, WISHLIST_ADD, PURCHASE };
static const double SHARES[] = {.35, .25, .10, .08, .04, .03, .06, .05, .04};
static const size_t NAMES = 9;
static const int64_t SECOND = 1000, MINUTE = 60000, DAY = 86400000, WEEK = 7 * DAY;
static const int64_t NOW = 90 * DAY;  // times are milliseconds since the first day
static const size_t FEW = 100, MANY = 10000, ASKED = 20000, LOG_BLOCK = 4096, PEOPLE_BLOCK = 1024;

struct Event {
  int64_t time;
  uint32_t person;
  uint8_t name, property;  // property: a code below 12, on every event
  uint16_t amount;         // in quarters, on purchases
};

static bool by_person(const Event &a, const Event &b) {
  return a.person != b.person ? a.person < b.person : a.time < b.time;
}

// ---- The questions

enum class Kind { count, property, sum, any, sessions };

// Is the value of a person's events later than `from` within `low...high`?
struct Question {
  Kind kind;
  uint8_t name, property;
  int64_t from;
  uint32_t low, high;
  bool admits(uint32_t value) const { return value >= low && value <= high; }
};

struct Answer {
  uint64_t people = 0, sum = 0;
  bool operator==(const Answer &o) const { return people == o.people && sum == o.sum; }
};

static const uint32_t ANY_NUMBER = UINT32_MAX;
static const Question VIEWED{Kind::property, PRODUCT_VIEW, 0, NOW - WEEK, 3, ANY_NUMBER};
static const Question DORMANT{Kind::any, 0, 0, NOW - 30 * DAY, 0, 0};
static const vector<Question> TEN = {
    VIEWED,
    DORMANT,
    {Kind::sessions, 0, 0, NOW - WEEK, 5, ANY_NUMBER},
    {Kind::count, PURCHASE, 0, NOW - 30 * DAY, 2, ANY_NUMBER},
    {Kind::sum, PURCHASE, 0, NOW - 90 * DAY, 4 * 500, ANY_NUMBER},
    {Kind::count, PAGE_VIEW, 0, NOW - 30 * DAY, 20, ANY_NUMBER},
    {Kind::count, SEARCH, 0, NOW - WEEK, 3, ANY_NUMBER},
    {Kind::property, ADD_TO_CART, 1, NOW - 14 * DAY, 1, ANY_NUMBER},
    {Kind::count, WISHLIST_ADD, 0, NOW - 60 * DAY, 0, 0},
    {Kind::count, PRODUCT_VIEW, 0, NOW - 2 * DAY, 3, ANY_NUMBER}};

static void tally(const uint32_t *values, size_t count, uint32_t first, const Question &q,
                  Answer &answer) {
  for (size_t i = 0; i < count; i++) {
    uint64_t is_in = q.admits(values[i]);
    answer.people += is_in;
    answer.sum += is_in * (first + i);
  }
}

// Times in order, all within the window; a pause of exactly 30 minutes continues a session.
static uint32_t sessions(const int64_t *times, size_t count) {
  uint32_t value = count > 0;
  for (size_t i = 1; i < count; i++) value += times[i] - times[i - 1] > 30 * MINUTE;
  return value;
}

// ---- Rows of people in order, the part that A, B, C and D are made of

enum Holds { NAME = 1, PROPERTY = 2, AMOUNT = 4, LAST = 8 };

// People who have rows take a slot each: everybody, or those in `members` when they are fewer than
// half. Rows of a slot are starts[slot]..<starts[slot + 1].
struct Rows {
  unsigned holds;
  uint8_t name;  // of all rows, unless NAME is held
  bool everybody = false;
  vector<uint32_t> members, starts;
  vector<int64_t> lasts, times;
  vector<uint8_t> names, properties;
  vector<uint16_t> amounts;

  Rows(unsigned holds, uint8_t name) : holds(holds), name(name) {}

  void add(uint32_t person, const Event &e) {
    if (members.empty() || members.back() != person) {
      members.push_back(person);
      starts.push_back(times.size());
    }
    times.push_back(e.time);
    if (holds & NAME) names.push_back(e.name);
    if (holds & PROPERTY) properties.push_back(e.property);
    if (holds & AMOUNT) amounts.push_back(e.amount);
  }

  void seal(size_t people) {
    starts.push_back(times.size());
    everybody = members.size() * 2 >= people;
    if (everybody) {
      vector<uint32_t> spread(people + 1);
      for (size_t person = 0, slot = 0; person <= people; person++) {
        spread[person] = starts[slot];
        if (slot < members.size() && members[slot] == person) slot++;
      }
      starts.swap(spread);
      members.clear();
    }
    for (size_t slot = 0; (holds & LAST) && slot + 1 < starts.size(); slot++)
      lasts.push_back(starts[slot] < starts[slot + 1] ? times[starts[slot + 1] - 1] : INT64_MIN);
    members.shrink_to_fit(), starts.shrink_to_fit(), lasts.shrink_to_fit(), times.shrink_to_fit();
    names.shrink_to_fit(), properties.shrink_to_fit(), amounts.shrink_to_fit();
  }

  size_t slots() const { return starts.size() - 1; }
  uint32_t person(size_t slot) const { return everybody ? slot : members[slot]; }

  // A cursor makes it quick to ask for people in ascending order.
  std::pair<size_t, size_t> range(uint32_t person, size_t *cursor = nullptr) const {
    if (everybody) return {starts[person], starts[person + 1]};
    size_t slot = cursor ? *cursor : 0;
    if (cursor)
      while (slot < members.size() && members[slot] < person) slot++;
    else
      slot = std::lower_bound(members.begin(), members.end(), person) - members.begin();
    if (cursor) *cursor = slot;
    if (slot == members.size() || members[slot] != person) return {0, 0};
    return {starts[slot], starts[slot + 1]};
  }

  uint32_t value(const Question &q, size_t start, size_t end) const {
    if (start == end || times[end - 1] <= q.from) return 0;
    if (q.kind == Kind::any) return 1;
    size_t first = end - 1;
    while (first > start && times[first - 1] > q.from) first--;
    if (q.kind == Kind::sessions) return sessions(&times[first], end - first);
    if (q.kind == Kind::count && !(holds & NAME)) return end - first;
    uint32_t value = 0;
    for (size_t row = first; row < end; row++) {
      if ((holds & NAME) && names[row] != q.name) continue;
      value += q.kind == Kind::sum ? amounts[row]
                                   : q.kind == Kind::count || properties[row] == q.property;
    }
    return value;
  }

  // Adds the values of slots first..<end to those of their people.
  void accumulate(const Question &q, size_t first, size_t end, uint32_t *values) const {
    for (size_t slot = first; slot < end; slot++) {
      if ((holds & LAST) && lasts[slot] <= q.from) continue;
      values[person(slot)] += value(q, starts[slot], starts[slot + 1]);
    }
  }

  void insert(uint32_t person, const Event &e) {
    size_t slot = person;
    if (!everybody) {
      slot = std::lower_bound(members.begin(), members.end(), person) - members.begin();
      if (slot == members.size() || members[slot] != person) {
        members.insert(members.begin() + slot, person);
        starts.insert(starts.begin() + slot, uint32_t(starts[slot]));
        if (holds & LAST) lasts.insert(lasts.begin() + slot, INT64_MIN);
      }
    }
    auto begin = times.begin();
    size_t row = std::upper_bound(begin + starts[slot], begin + starts[slot + 1], e.time) - begin;
    times.insert(times.begin() + row, e.time);
    if (holds & NAME) names.insert(names.begin() + row, e.name);
    if (holds & PROPERTY) properties.insert(properties.begin() + row, e.property);
    if (holds & AMOUNT) amounts.insert(amounts.begin() + row, e.amount);
    for (size_t i = slot + 1; i < starts.size(); i++) starts[i]++;
    if (holds & LAST) lasts[slot] = std::max(lasts[slot], e.time);
  }

  Event event(uint32_t person, size_t row) const {
    return {times[row], person, holds & NAME ? names[row] : name,
            uint8_t(holds & PROPERTY ? properties[row] : 0),
            uint16_t(holds & AMOUNT ? amounts[row] : 0)};
  }

  // Writes all rows again, with events that are sorted; people count from `base`.
  void merge(const vector<Event> &more, uint32_t base, size_t people) {
    Rows merged(holds, name);
    size_t next = 0;
    for (size_t slot = 0; slot < slots(); slot++)
      for (size_t row = starts[slot]; row < starts[slot + 1]; row++) {
        Event e = event(base + person(slot), row);
        for (; next < more.size() && by_person(more[next], e); next++)
          merged.add(more[next].person - base, more[next]);
        merged.add(person(slot), e);
      }
    for (; next < more.size(); next++) merged.add(more[next].person - base, more[next]);
    merged.seal(people);
    std::swap(*this, merged);
  }

  size_t bytes() const {
    return sizeof(Rows) + 4 * (members.size() + starts.size()) + 8 * (lasts.size() + times.size()) +
           names.size() + properties.size() + 2 * amounts.size();
  }
};

static vector<Event> chosen(const vector<Event> &events, std::function<bool(const Event &)> is_in) {
  vector<Event> out;
  std::copy_if(events.begin(), events.end(), std::back_inserter(out), is_in);
  return out;
}

// ---- The candidates

struct Layout {
  virtual ~Layout() = default;
  virtual void all(const vector<Question> &, vector<Answer> &) const = 0;
  virtual uint32_t one(uint32_t person, const Question &) const = 0;
  virtual void append(const Event &) = 0;
  virtual void merge(const vector<Event> &sorted) = 0;
  virtual size_t bytes() const = 0;
  virtual size_t touched(const vector<Event> &) const = 0;  // bytes of the units that they change
  virtual size_t pending() const { return 0; }  // bytes beside the sealed units
  virtual bool has_cheap_append() const { return false; }
  virtual bool rewrite(const Event &) const { return false; }  // a way of appending beside append
};

struct PersonMajor : Layout {
  Rows table{NAME | PROPERTY | AMOUNT, 0};
  size_t people;

  PersonMajor(const vector<Event> &sorted, size_t people) : people(people) {
    for (auto &e : sorted) table.add(e.person, e);
    table.seal(people);
  }
  void all(const vector<Question> &questions, vector<Answer> &answers) const override {
    vector<uint32_t> values(people);
    for (size_t first = 0; first < people; first += PEOPLE_BLOCK)
      for (size_t i = 0; i < questions.size(); i++) {
        size_t end = std::min(people, first + PEOPLE_BLOCK);
        std::fill(&values[first], &values[0] + end, 0);
        table.accumulate(questions[i], first, end, values.data());
        tally(&values[first], end - first, first, questions[i], answers[i]);
      }
  }
  uint32_t one(uint32_t person, const Question &q) const override {
    auto [start, end] = table.range(person);
    return table.value(q, start, end);
  }
  void append(const Event &e) override { table.insert(e.person, e); }
  void merge(const vector<Event> &sorted) override { table.merge(sorted, 0, people); }
  size_t bytes() const override { return table.bytes(); }
  size_t touched(const vector<Event> &) const override { return bytes(); }
};

// B with one part for all time, D with one for each week.
struct EventMajor : Layout {
  int64_t width;
  size_t people;
  vector<Rows> postings;  // part by part, in each by name

  EventMajor(const vector<Event> &sorted, size_t people, int64_t width, unsigned more = 0)
      : width(width), people(people) {
    for (size_t i = 0; i < (NOW / width + 1) * NAMES; i++)
      postings.emplace_back(more | PROPERTY | (i % NAMES == PURCHASE ? AMOUNT : 0), i % NAMES);
    for (auto &e : sorted) postings[place(e)].add(e.person, e);
    for (auto &posting : postings) posting.seal(people);
  }
  size_t place(const Event &e) const { return e.time / width * NAMES + e.name; }
  size_t first_place(const Question &q) const { return q.from / width * NAMES; }
  static bool needs(const Question &q, size_t place) {
    return q.kind == Kind::any || q.kind == Kind::sessions || place % NAMES == q.name;
  }
  uint32_t sessions_of(uint32_t person, const Question &q, vector<size_t> *cursors,
                       vector<int64_t> &times) const {
    times.clear();
    for (size_t i = first_place(q); i < postings.size(); i++) {
      auto [start, end] = postings[i].range(person, cursors ? &(*cursors)[i] : nullptr);
      for (; end > start && postings[i].times[end - 1] > q.from; end--)
        times.push_back(postings[i].times[end - 1]);
    }
    std::sort(times.begin(), times.end());
    return sessions(times.data(), times.size());
  }
  void all(const vector<Question> &questions, vector<Answer> &answers) const override {
    vector<uint32_t> values(people);
    vector<int64_t> times;
    for (size_t i = 0; i < questions.size(); i++) {
      const Question &q = questions[i];
      std::fill(values.begin(), values.end(), 0);
      vector<size_t> cursors(postings.size());
      for (size_t person = 0; q.kind == Kind::sessions && person < people; person++)
        values[person] = sessions_of(person, q, &cursors, times);
      for (size_t j = first_place(q); q.kind != Kind::sessions && j < postings.size(); j++)
        if (needs(q, j)) postings[j].accumulate(q, 0, postings[j].slots(), values.data());
      tally(values.data(), people, 0, q, answers[i]);
    }
  }
  uint32_t one(uint32_t person, const Question &q) const override {
    static vector<int64_t> times;
    if (q.kind == Kind::sessions) return sessions_of(person, q, nullptr, times);
    uint32_t value = 0;
    for (size_t i = first_place(q); i < postings.size(); i++) {
      if (!needs(q, i)) continue;
      auto [start, end] = postings[i].range(person);
      value += postings[i].value(q, start, end);
    }
    return value;
  }
  void append(const Event &e) override { postings[place(e)].insert(e.person, e); }
  void merge(const vector<Event> &sorted) override {
    for (size_t i = 0; i < postings.size(); i++) {
      auto more = chosen(sorted, [&](const Event &e) { return place(e) == i; });
      if (!more.empty()) postings[i].merge(more, 0, people);
    }
  }
  size_t bytes() const override {
    size_t sum = 0;
    for (auto &posting : postings) sum += posting.bytes();
    return sum;
  }
  size_t touched(const vector<Event> &events) const override {
    std::set<size_t> places;
    for (auto &e : events) places.insert(place(e));
    size_t sum = 0;
    for (size_t i : places) sum += postings[i].bytes();
    return sum;
  }
};

struct Tile {
  uint32_t base, people;
  Rows every{NAME | LAST, 0};
  vector<Rows> postings;

  Tile(uint32_t base, uint32_t people) : base(base), people(people) {
    for (size_t i = 0; i < NAMES; i++)
      postings.emplace_back(LAST | PROPERTY | (i == PURCHASE ? AMOUNT : 0), i);
  }
  void add(const Event &e) {
    every.add(e.person - base, e);
    postings[e.name].add(e.person - base, e);
  }
  void seal() {
    every.seal(people);
    for (auto &posting : postings) posting.seal(people);
  }
  void insert(const Event &e) {
    every.insert(e.person - base, e);
    postings[e.name].insert(e.person - base, e);
  }
  const Rows &rows(const Question &q) const {
    return q.kind == Kind::any || q.kind == Kind::sessions ? every : postings[q.name];
  }
  size_t bytes() const {
    size_t sum = sizeof(Tile) + every.bytes();
    for (auto &posting : postings) sum += posting.bytes();
    return sum;
  }
  // A tile of one of its people alone.
  Tile cut(uint32_t person) const {
    Tile out(person, 1);
    auto [start, end] = every.range(person - base);
    for (size_t row = start; row < end; row++) out.every.add(0, every.event(0, row));
    for (size_t i = 0; i < NAMES; i++) {
      std::tie(start, end) = postings[i].range(person - base);
      for (size_t row = start; row < end; row++) out.postings[i].add(0, postings[i].event(0, row));
    }
    out.seal();
    return out;
  }
};

struct Tiled : Layout {
  size_t capacity;
  vector<Tile> tiles;
  std::unordered_map<uint32_t, Tile> own;  // people with new events, until they are merged

  Tiled(const vector<Event> &sorted, size_t people, size_t capacity) : capacity(capacity) {
    for (size_t base = 0; base < people; base += capacity)
      tiles.emplace_back(base, std::min(capacity, people - base));
    for (auto &e : sorted) tiles[e.person / capacity].add(e);
    for (auto &tile : tiles) tile.seal();
  }
  const Tile &tile(uint32_t person) const {
    auto found = own.find(person);
    return found != own.end() ? found->second : tiles[person / capacity];
  }
  void all(const vector<Question> &questions, vector<Answer> &answers) const override {
    vector<uint32_t> values(capacity);
    for (auto &tile : tiles)
      for (size_t i = 0; i < questions.size(); i++) {
        const Rows &rows = tile.rows(questions[i]);
        std::fill(values.begin(), values.end(), 0);
        rows.accumulate(questions[i], 0, rows.slots(), values.data());
        tally(values.data(), tile.people, tile.base, questions[i], answers[i]);
      }
  }
  uint32_t one(uint32_t person, const Question &q) const override {
    const Tile &tile = this->tile(person);
    auto [start, end] = tile.rows(q).range(person - tile.base);
    return tile.rows(q).value(q, start, end);
  }
  // Tiles never change: the person's new events go into a copy of that person alone.
  void append(const Event &e) override {
    Tile copy = tile(e.person).people == 1 ? tile(e.person) : tile(e.person).cut(e.person);
    copy.insert(e);
    own.insert_or_assign(e.person, std::move(copy));
  }
  size_t pending() const override {
    size_t sum = 0;
    for (auto &person : own) sum += person.second.bytes();
    return sum;
  }
  bool has_cheap_append() const override { return true; }
  bool rewrite(const Event &e) const override {
    Tile copy = tiles[e.person / capacity];
    copy.insert(e);
    return copy.every.slots() > 0;
  }
  void merge(const vector<Event> &sorted) override {
    auto next = sorted.begin();
    for (auto &tile : tiles) {
      auto first = next;
      while (next != sorted.end() && next->person < tile.base + tile.people) next++;
      if (first == next) continue;
      vector<Event> here(first, next);
      tile.every.merge(here, tile.base, tile.people);
      for (size_t i = 0; i < NAMES; i++)
        tile.postings[i].merge(chosen(here, [&](const Event &e) { return e.name == i; }), tile.base,
                               tile.people);
    }
    own.clear();
  }
  size_t bytes() const override {
    size_t sum = 0;
    for (auto &tile : tiles) sum += tile.bytes();
    return sum;
  }
  size_t touched(const vector<Event> &events) const override {
    std::set<size_t> numbers;
    for (auto &e : events) numbers.insert(e.person / capacity);
    size_t sum = 0;
    for (size_t i : numbers) sum += tiles[i].bytes();
    return sum;
  }
};

struct ArrivalLog : Layout {
  vector<int64_t> times, newest;  // newest: of each block
  vector<uint32_t> persons;
  vector<uint8_t> names, properties;
  vector<uint16_t> amounts;
  vector<vector<uint32_t>> index;  // each person's row numbers in order of time

  ArrivalLog(const vector<Event> &sorted, size_t people) : index(people) {
    auto log = sorted;
    std::stable_sort(log.begin(), log.end(),
                     [](const Event &a, const Event &b) { return a.time < b.time; });
    for (auto &e : log) append(e);
  }
  void append(const Event &e) override {
    auto &rows = index[e.person];
    auto is_earlier = [&](int64_t time, uint32_t row) { return time < times[row]; };
    rows.insert(std::upper_bound(rows.begin(), rows.end(), e.time, is_earlier), times.size());
    if (times.size() % LOG_BLOCK == 0) newest.push_back(e.time);
    newest.back() = std::max(newest.back(), e.time);
    times.push_back(e.time), persons.push_back(e.person), names.push_back(e.name);
    properties.push_back(e.property), amounts.push_back(e.amount);
  }
  // What one row adds to a value; sessions need two rows.
  uint32_t part(const Question &q, size_t row) const {
    if (q.kind == Kind::any) return 1;
    if (names[row] != q.name) return 0;
    return q.kind == Kind::sum ? amounts[row]
                               : q.kind == Kind::count || properties[row] == q.property;
  }
  void all(const vector<Question> &questions, vector<Answer> &answers) const override {
    vector<uint32_t> values(index.size());
    for (size_t i = 0; i < questions.size(); i++) {
      const Question &q = questions[i];
      std::fill(values.begin(), values.end(), 0);
      if (q.kind == Kind::sessions) {
        for (size_t person = 0; person < values.size(); person++) values[person] = one(person, q);
      } else {
        for (size_t block = 0; block < newest.size(); block++) {
          if (newest[block] <= q.from) continue;
          size_t end = std::min((block + 1) * LOG_BLOCK, times.size());
          for (size_t row = block * LOG_BLOCK; row < end; row++)
            if (times[row] > q.from) values[persons[row]] += part(q, row);
        }
      }
      tally(values.data(), values.size(), 0, q, answers[i]);
    }
  }
  uint32_t one(uint32_t person, const Question &q) const override {
    auto &rows = index[person];
    uint32_t value = 0;
    for (size_t i = rows.size(); i > 0 && times[rows[i - 1]] > q.from; i--) {
      if (q.kind != Kind::sessions) value += part(q, rows[i - 1]);
      else value += i == rows.size() || times[rows[i]] - times[rows[i - 1]] > 30 * MINUTE;
    }
    return value;
  }
  bool has_cheap_append() const override { return true; }
  void merge(const vector<Event> &) override {}
  size_t bytes() const override {
    size_t sum = times.size() * 16 + newest.size() * 8;
    for (auto &rows : index) sum += sizeof(rows) + 4 * rows.capacity();
    return sum;
  }
  size_t touched(const vector<Event> &events) const override { return events.size() * 20; }
};

// ---- The events

struct Chance {
  uint64_t state;
  uint64_t next() {  // splitmix64
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  double share() { return (next() >> 11) * 0x1p-53; }
  double normal() {
    double radius = std::sqrt(-2 * std::log(1 - share()));
    return radius * std::cos(6.283185307 * share());
  }
};

static Event drawn(Chance &chance, uint32_t person, int64_t time) {
  uint8_t name = 0;
  for (double left = chance.share(); name + 1u < NAMES && left >= SHARES[name]; name++)
    left -= SHARES[name];
  double x = chance.share();
  double amount = std::min(4 * 60 * std::exp(.9 * chance.normal()), 60000.0);
  return {time, person, name, uint8_t(12 * x * x), uint16_t(name == PURCHASE ? amount : 0)};
}

// Sorted by person and time. People are numbered by the begin of their active days and have between
// one event and thousands, in sessions of eight on average.
static vector<Event> draw_events(size_t count, size_t people) {
  Chance chance{42};
  vector<double> begin(people), end(people), weight(people);
  for (auto &day : begin) day = chance.share() < .35 ? 0 : chance.share() * 85;
  std::sort(begin.begin(), begin.end());
  double sum = 0;
  for (size_t i = 0; i < people; i++) {
    double life = chance.share() < .45 ? 90 : .05 - 25 * std::log(1 - chance.share());
    end[i] = std::min(begin[i] + life, 89.9);
    sum += weight[i] = std::exp(1.4 * chance.normal()) * (end[i] - begin[i]);
  }
  vector<Event> events;
  events.reserve(count);
  double reached = 0;
  for (size_t i = 0; i < people; i++) {
    reached += weight[i] / sum * (count - people);
    size_t first = events.size(), until = i + 1 < people ? i + 1 + size_t(reached) : count;
    int64_t time = 0;
    for (size_t left = 0; events.size() < until; left--) {
      if (left == 0) {
        left = 1 + size_t(-8 * std::log(1 - chance.share()));
        time = (begin[i] + (end[i] - begin[i]) * chance.share()) * DAY;
      }
      events.push_back(drawn(chance, i, std::min(time, NOW)));
      time += std::min(25 * std::exp(chance.normal()), 1500.0) * SECOND;
    }
    std::sort(events.begin() + first, events.end(), by_person);
  }
  return events;
}

// ---- Measuring

static double seconds() {
  using clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(clock::now().time_since_epoch()).count();
}

static double median(vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Ends the program when a layout disagrees.
static void check(bool agrees, const char *layout, const char *question) {
  if (agrees) return;
  fprintf(stderr, "layout %s: another answer than layout A: %s\n", layout, question);
  exit(1);
}

// The answers of the first layout, which all others have to give too, and the second table.
struct Report {
  vector<Answer> before, after;
  uint64_t one_before = 0, one_after = 0;
  std::string by_question;
};

static double time_all(const Layout &layout, const vector<Question> &questions) {
  vector<double> samples;
  for (int run = 0; run < 5; run++) {
    vector<Answer> answers(questions.size());
    double start = seconds();
    layout.all(questions, answers);
    samples.push_back(seconds() - start);
  }
  return median(samples) * 1e3;
}

static vector<Answer> answers_of(const Layout &layout) {
  vector<Answer> answers(TEN.size());
  layout.all(TEN, answers);
  return answers;
}

// Median microseconds; folds all answers into `sum`.
static double time_one(const Layout &layout, size_t people, uint64_t &sum) {
  Chance chance{7};
  vector<double> samples;
  for (size_t i = 0; i < ASKED; i++) {
    uint32_t person = chance.next() % people;
    double start = seconds();
    for (auto &q : TEN) sum = sum * 31 + q.admits(layout.one(person, q));
    samples.push_back(seconds() - start);
  }
  return median(samples) * 1e6;
}

// Mean microseconds for each of the first `count` events.
static double time_each(const vector<Event> &events, size_t count,
                        const std::function<void(const Event &)> &append) {
  double start = seconds();
  for (size_t i = 0; i < count; i++) append(events[i]);
  return (seconds() - start) / count * 1e6;
}

static void measure(const char *letter, const char *title, Layout &layout, size_t count,
                    size_t people, Report &report) {
  Chance chance{99};
  vector<Event> fresh, late, rest;
  for (size_t i = 0; i < MANY; i++)
    fresh.push_back(drawn(chance, chance.next() % people, NOW + 60 * int64_t(i)));
  for (size_t i = 0; i < MANY; i++)
    late.push_back(drawn(chance, chance.next() % people, chance.next() % NOW));

  bool is_first = report.before.empty();
  uint64_t one_before = 0, one_after = 0;
  auto before = answers_of(layout);
  double one = time_one(layout, people, one_before);
  if (is_first) report.before = before, report.one_before = one_before;
  for (size_t i = 0; i < TEN.size(); i++)
    check(before[i] == report.before[i], letter, ("question " + std::to_string(i + 1)).c_str());
  check(one_before == report.one_before, letter, "one person");
  printf("| %s | %s | %.1f | %.1f | %.0f | %.2f |", letter, title, time_all(layout, {VIEWED}),
         time_all(layout, {DORMANT}), time_all(layout, TEN), one);
  report.by_question += std::string("| ") + letter + " | " + title + " |";
  for (auto &q : TEN) {
    char cell[32];
    snprintf(cell, sizeof cell, " %.2f |", time_all(layout, {q}));
    report.by_question += cell;
  }
  report.by_question += "\n";
  double snapshot = layout.touched(fresh) / 1e6, size = double(layout.bytes()) / count;

  bool rewrites = layout.rewrite(fresh[0]);
  auto rewrite = [&](const Event &e) { layout.rewrite(e); };
  double fresh_tile = rewrites ? time_each(fresh, FEW, rewrite) : 0;
  double late_tile = rewrites ? time_each(late, FEW, rewrite) : 0;
  size_t singles = layout.has_cheap_append() ? MANY : FEW;
  auto append = [&](const Event &e) { layout.append(e); };
  double each_fresh = time_each(fresh, singles, append);
  double pending = layout.pending() / 1e6;
  double each_late = time_each(late, singles, append);
  for (auto *events : {&fresh, &late}) {
    size_t done = rewrites ? 0 : singles;  // one-person tiles give way to the merged tile
    rest.insert(rest.end(), events->begin() + done, events->end());
  }
  if (singles == MANY) time_one(layout, people, one_after);  // not merged yet, answers the same
  check(singles != MANY || one_after == report.one_after, letter, "one person, appended");
  std::sort(rest.begin(), rest.end(), by_person);
  double start = seconds();
  layout.merge(rest);
  double merged = (seconds() - start) * 1e3;
  one_after = 0;
  time_one(layout, people, one_after);
  auto after = answers_of(layout);
  if (is_first) report.after = after, report.one_after = one_after;
  for (size_t i = 0; i < TEN.size(); i++)
    check(after[i] == report.after[i], letter,
          ("question " + std::to_string(i + 1) + ", appended").c_str());
  check(one_after == report.one_after, letter, "one person, merged");

  std::string beside[3];
  if (rewrites) beside[0] = " (" + std::to_string(lround(fresh_tile)) + ")";
  if (rewrites) beside[1] = " (" + std::to_string(lround(late_tile)) + ")";
  if (pending > 0) beside[2] = " (" + std::to_string(lround(pending)) + ")";
  printf(" %.*f%s | %.*f%s |", each_fresh < 10, each_fresh, beside[0].c_str(), each_late < 10,
         each_late, beside[1].c_str());
  rest.empty() ? printf(" - |") : printf(" %.0f |", merged);
  printf(" %.1f%s | %.1f |\n", snapshot, beside[2].c_str(), size);
  fflush(stdout);
}

int main(int count_of_arguments, char **arguments) {
  size_t count = count_of_arguments > 1 ? strtoull(arguments[1], nullptr, 10) : 10000000;
  size_t people = count * 3 / 100;
  if (people < 1000) {
    fprintf(stderr, "%s: too few events, or no number; give 40000 or more\n", arguments[1]);
    return 2;
  }
  auto sorted = draw_events(count, people);
  printf("%zu events of %zu people\n\n", count, people);
  printf("| | layout | one question, ms | dormant, ms | ten questions, ms | one person, µs | "
         "in order, µs | late, µs | merge of 20,000, ms | snapshot, MB | bytes an event |\n"
         "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
  Report report;
  auto run = [&](const char *letter, const char *title, Layout &&layout) {
    measure(letter, title, layout, count, people, report);
  };
  run("A", "one table by person", PersonMajor(sorted, people));
  run("B", "postings over all people", EventMajor(sorted, people, 1000 * DAY));
  run("B", "with last times apart", EventMajor(sorted, people, 1000 * DAY, LAST));
  run("C", "tiles of 512 people", Tiled(sorted, people, 512));
  run("C", "**tiles of 4,096 people**", Tiled(sorted, people, 4096));
  run("C", "tiles of 32,768 people", Tiled(sorted, people, 32768));
  run("C", "one tile", Tiled(sorted, people, people));
  run("D", "weekly postings", EventMajor(sorted, people, WEEK));
  run("E", "log and row numbers", ArrivalLog(sorted, people));
  printf("\nEach of the ten questions alone, ms\n\n"
         "| | layout | viewed | dormant | sessions | bought | spent | pages | searched | carted | "
         "wished | viewed, 2 days |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n%s",
         report.by_question.c_str());
}
