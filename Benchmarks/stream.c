// stream.c: what plain C does for live membership: one core, events in arrival order, three of
// the questions kept exact at every instant, entries and exits counted.
//
//   S1  at least 3 electronics product views in 7 days
//   S3  a cart in the last 7 days without a purchase within 24 hours
//   S6  at least 5 sessions in 7 days
//
// All windows have a constant width, so deadlines come due in the order in which they are set and a
// first-in-first-out queue per kind is enough. A deadline is settled before the first event later
// than it, so at an instant both the events and the deadlines of that instant have been seen.
//
//   cc -O3 -march=native stream.c -o stream && ./stream SIZE.arrays [runs]
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PRODUCT_VIEW = 1, ADD_TO_CART = 3, PURCHASE = 6 };  // codes of dataset/clickstream.py
enum { ELECTRONICS = 0 };
enum { IN_S1 = 1, IN_S3 = 2, IN_S6 = 4 };
static const int64_t MINUTE = 60000, DAY = 86400000, WEEK = 604800000, NEVER = INT64_MIN / 2;

typedef struct {
  int64_t views[3], starts[5];  // rings: the oldest is at the index
  int64_t last, bought, kept;   // kept: the latest cart that was confirmed as left
  uint8_t view, start, member;
} Person;

typedef struct {
  int64_t time;
  uint32_t user;
} Deadline;

typedef struct {
  Deadline *items;
  size_t head, tail;
} Queue;

typedef struct {
  size_t rows;
  uint32_t people, *user;
  int64_t *time;
  uint8_t *event, *category;
} Columns;

typedef struct {
  Person *people;
  Queue views, starts, carts, kept;
  uint64_t changes;
} State;

static double seconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void *read_column(const char *folder, const char *name, size_t width, size_t *rows) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s.bin", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file) {
    fprintf(stderr, "cannot read %s: make it with gen.py arrays SIZE\n", path);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  *rows = (size_t)ftell(file) / width;
  rewind(file);
  void *column = malloc(*rows * width);
  if (!column || fread(column, width, *rows, file) != *rows) exit(1);
  fclose(file);
  return column;
}

static Columns read_columns(const char *folder) {
  Columns c = {0};
  c.user = read_column(folder, "user_id", 4, &c.rows);
  c.time = read_column(folder, "ts", 8, &c.rows);
  c.event = read_column(folder, "event", 1, &c.rows);
  c.category = read_column(folder, "category", 1, &c.rows);
  for (size_t i = 0; i < c.rows; i++)
    if (c.user[i] > c.people) c.people = c.user[i];
  return c;
}

static inline void push(Queue *queue, int64_t time, uint32_t user) {
  queue->items[queue->tail++] = (Deadline){time, user};
}

static inline bool due(const Queue *queue, int64_t limit) {
  return queue->head < queue->tail && queue->items[queue->head].time < limit;
}

static inline void set(State *state, Person *person, uint8_t segment, bool in) {
  if (((person->member & segment) != 0) == in) return;
  person->member ^= segment;
  state->changes++;
}

// Settles every deadline before `limit`.
static inline void settle(State *s, int64_t limit) {
  while (due(&s->views, limit)) {
    Deadline d = s->views.items[s->views.head++];
    Person *p = s->people + d.user;
    set(s, p, IN_S1, p->views[p->view] + WEEK > d.time);
  }
  while (due(&s->starts, limit)) {
    Deadline d = s->starts.items[s->starts.head++];
    Person *p = s->people + d.user;
    set(s, p, IN_S6, p->starts[p->start] + WEEK > d.time);
  }
  while (due(&s->carts, limit)) {
    Deadline d = s->carts.items[s->carts.head++];
    Person *p = s->people + d.user;
    int64_t cart = d.time - DAY;
    if (p->bought >= cart) continue;
    p->kept = cart;
    push(&s->kept, cart + WEEK, d.user);
    set(s, p, IN_S3, true);
  }
  while (due(&s->kept, limit)) {
    Deadline d = s->kept.items[s->kept.head++];
    Person *p = s->people + d.user;
    set(s, p, IN_S3, p->kept + WEEK > d.time);
  }
}

static inline void take(State *s, uint32_t user, int64_t time, uint8_t event, uint8_t category) {
  Person *p = s->people + user;
  if (time - p->last > 30 * MINUTE) {
    p->starts[p->start] = time;
    p->start = p->start == 4 ? 0 : p->start + 1;
    push(&s->starts, time + WEEK, user);
    set(s, p, IN_S6, p->starts[p->start] + WEEK > time);
  }
  p->last = time;
  if (event == PRODUCT_VIEW && category == ELECTRONICS) {
    p->views[p->view] = time;
    p->view = p->view == 2 ? 0 : p->view + 1;
    push(&s->views, time + WEEK, user);
    set(s, p, IN_S1, p->views[p->view] + WEEK > time);
  } else if (event == ADD_TO_CART) {
    push(&s->carts, time + DAY, user);
  } else if (event == PURCHASE) {
    p->bought = time;
  }
}

static State fresh_state(const Columns *c) {
  State s = {.people = malloc((c->people + 1) * sizeof(Person))};
  for (uint32_t u = 0; u <= c->people; u++) {
    s.people[u] = (Person){.last = NEVER, .bought = NEVER, .kept = NEVER};
    for (int i = 0; i < 3; i++) s.people[u].views[i] = NEVER;
    for (int i = 0; i < 5; i++) s.people[u].starts[i] = NEVER;
  }
  Queue *queues[] = {&s.views, &s.starts, &s.carts, &s.kept};
  for (int i = 0; i < 4; i++) queues[i]->items = malloc(c->rows * sizeof(Deadline));
  return s;
}

static void free_state(State *s) {
  free(s->people);
  free(s->views.items);
  free(s->starts.items);
  free(s->carts.items);
  free(s->kept.items);
}

static void replay(const Columns *c, State *s) {
  for (size_t i = 0; i < c->rows; i++) {
    settle(s, c->time[i]);
    take(s, c->user[i], c->time[i], c->event[i], c->category[i]);
  }
  settle(s, c->time[c->rows - 1] + 1);
}

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: stream SIZE.arrays [runs]\n");
    return 2;
  }
  Columns c = read_columns(arguments[1]);
  int runs = count > 2 ? atoi(arguments[2]) : 5;
  double wall = 1e9, cpu = 1e9;
  uint64_t changes = 0, members[3] = {0};
  for (int run = 0; run < runs; run++) {
    State s = fresh_state(&c);
    double w = seconds_of(CLOCK_MONOTONIC), p = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    replay(&c, &s);
    w = seconds_of(CLOCK_MONOTONIC) - w;
    p = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - p;
    if (w < wall) wall = w;
    if (p < cpu) cpu = p;
    changes = s.changes;
    for (int k = 0; k < 3; k++) {
      members[k] = 0;
      for (uint32_t u = 1; u <= c.people; u++) members[k] += s.people[u].member >> k & 1;
    }
    free_state(&s);
  }
  printf("{\"events\":%zu,\"people\":%u,\"seconds\":%.4f,\"cpu_seconds\":%.4f,"
         "\"events_per_second\":%.0f,\"changes\":%lu,"
         "\"members\":{\"S1\":%lu,\"S3\":%lu,\"S6\":%lu}}\n",
         c.rows, c.people, wall, cpu, c.rows / cpu, changes, members[0], members[1], members[2]);
  return 0;
}
