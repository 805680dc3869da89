// Load on a running server: many connections from one thread, requests at a fixed rate or as fast
// as they are answered, and how long the answers took.
//
//   load --port 8080 --key KEY --mode batch|single|read [--rate EVENTS] [--seconds 10]
//        [--connections 32] [--people 100000] [--read-key KEY] [--every 0]
//
// batch: POST /v1/batch with 100 events of about 300 bytes each; single: POST /v1/track; read:
// GET /api/people/{id}/segments. Without a rate each connection sends as soon as it is answered;
// with one, requests are due at fixed instants and an answer's time counts from when it was due.
// With --read-key each request also brings an event `probe` of somebody new, and the time until
// the change of the segment `probe` stands on GET /api/changes is measured, from the answer on.
//
// With --every the times of each so many seconds are printed, too.
//
// Every event has its own message id, so a server that counts them can be checked for loss.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double now() {
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

struct Options {
  std::map<std::string, std::string> values{{"port", "8080"},       {"key", ""},
                                            {"mode", "batch"},      {"rate", "0"},
                                            {"seconds", "10"},      {"connections", "32"},
                                            {"people", "100000"},   {"read-key", ""},
                                            {"run", ""},            {"every", "0"}};
  Options(int count, char **arguments) {
    for (int index = 1; index + 1 < count; index += 2) {
      std::string name = arguments[index] + 2;
      if (!values.count(name)) {
        fprintf(stderr, "unknown option --%s\n", name.c_str());
        exit(2);
      }
      values[name] = arguments[index + 1];
    }
  }
  const std::string &text(const char *name) { return values.at(name); }
  double number(const char *name) { return atof(values.at(name).c_str()); }
};

std::string isoNow() {
  auto time = std::chrono::system_clock::now();
  time_t seconds = std::chrono::system_clock::to_time_t(time);
  int ms = int(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch())
                   .count() % 1000);
  tm parts;
  gmtime_r(&seconds, &parts);
  char text[40];
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  char whole[48];
  snprintf(whole, sizeof whole, "%s.%03dZ", text, ms);
  return whole;
}

std::string base64(const std::string &text) {
  static const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  for (size_t index = 0; index < text.size(); index += 3) {
    size_t count = std::min<size_t>(3, text.size() - index);
    uint32_t word = 0;
    for (size_t offset = 0; offset < 3; offset++)
      word = word << 8 | (offset < count ? uint8_t(text[index + offset]) : 0);
    for (size_t offset = 0; offset < 4; offset++)
      result += offset <= count ? digits[word >> (18 - 6 * offset) & 63] : '=';
  }
  return result;
}

// What is sent: events with their ids and instants.
class Requests {
 public:
  Requests(Options &options)
      : key(options.text("key")), mode(options.text("mode")), run(options.text("run")),
        people(uint64_t(options.number("people"))), hasProbe(!options.text("read-key").empty()) {
    if (run.empty()) run = std::to_string(time(nullptr));
  }

  int eventsEach() const { return mode == "batch" ? 100 : 1; }

  // The next request; `probe` is the number of the person who is new in it, or 0.
  std::string next(uint64_t &probe) {
    probe = 0;
    if (mode == "read") {
      char text[256];
      snprintf(text, sizeof text,
               "GET /api/people/u%08llu/segments HTTP/1.1\r\nHost: load\r\n"
               "Authorization: Bearer %s\r\n\r\n",
               (unsigned long long)(random() % people), key.c_str());
      return text;
    }
    std::string stamp = isoNow();
    std::string body;
    if (mode == "single") {
      body = event(stamp, true);
    } else {
      body = "{\"batch\":[";
      for (int index = 0; index < 100; index++) {
        if (index) body += ',';
        if (index == 0 && hasProbe) {
          probe = ++probes;
          body += "{\"type\":\"track\",\"event\":\"probe\",\"userId\":\"probe-" + run + "-" +
                  std::to_string(probe) + "\",\"messageId\":\"p" + run + "-" +
                  std::to_string(probe) + "\",\"timestamp\":\"" + stamp + "\"}";
        } else {
          body += event(stamp, false);
        }
      }
      body += "],\"sentAt\":\"" + stamp + "\"}";
    }
    return "POST /v1/" + std::string(mode == "single" ? "track" : "batch") +
           " HTTP/1.1\r\nHost: load\r\nContent-Type: application/json\r\nAuthorization: Basic " +
           base64(key + ":") + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }

 private:
  std::string event(const std::string &stamp, bool isAlone) {
    static const char *names[] = {"page_view",      "page_view",   "page_view", "product_view",
                                  "product_view",   "search",      "add_to_cart",
                                  "wishlist_add",   "checkout_start", "purchase"};
    static const char *categories[] = {"electronics", "fashion", "home",  "beauty",
                                       "sports",      "toys",    "books", "grocery"};
    char text[640];
    // People come in sessions: a share of them is active at a time.
    uint64_t person = (sent / 2000 * 37 + random() % 2000) % people;
    int name = int(random() % 10);
    snprintf(text, sizeof text,
             "{%s\"event\":\"%s\",\"userId\":\"u%08llu\",\"messageId\":\"%s-%012llu\","
             "\"timestamp\":\"%s\",\"properties\":{\"category\":\"%s\",\"amount\":%d.25,"
             "\"duration_s\":%d,\"product_id\":\"sku-%05d\"},\"context\":{\"library\":{\"name\":"
             "\"load\",\"version\":\"1.0\"},\"page\":{\"path\":\"/some/page\"}}}",
             isAlone ? "" : "\"type\":\"track\",", names[name], (unsigned long long)person,
             run.c_str(), (unsigned long long)sent, stamp.c_str(), categories[random() % 8],
             int(random() % 200), int(random() % 90), int(random() % 20000));
    sent++;
    return text;
  }

  uint64_t random() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
  }

  std::string key, mode, run;
  uint64_t people, sent = 0, probes = 0, state = 88172645463325252ull;
  bool hasProbe;
};

int connectTo(int port) {
  int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(uint16_t(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
    perror("connect");
    exit(1);
  }
  int one = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(socket, F_SETFL, O_NONBLOCK);
  return socket;
}

struct Connection {
  int socket = -1;
  std::string out, in;
  size_t written = 0;
  bool isBusy = false;
  double due = 0;
  uint64_t probe = 0;
};

void report(const char *what, std::vector<double> &times) {
  if (times.empty()) return;
  std::sort(times.begin(), times.end());
  auto at = [&](double share) { return times[size_t(share * double(times.size() - 1))] * 1e3; };
  printf("%s: p50 %.2f ms, p90 %.2f, p99 %.2f, p99.9 %.2f, longest %.2f (%zu)\n", what, at(0.5),
         at(0.9), at(0.99), at(0.999), at(1), times.size());
}

}  // namespace

int main(int count, char **arguments) {
  Options options(count, arguments);
  Requests requests(options);
  int port = int(options.number("port"));
  double seconds = options.number("seconds");
  double rate = options.number("rate") / requests.eventsEach();
  std::vector<Connection> connections(size_t(options.number("connections")));
  int poll = epoll_create1(0);
  for (size_t index = 0; index < connections.size(); index++) {
    connections[index].socket = connectTo(port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    epoll_ctl(poll, EPOLL_CTL_ADD, connections[index].socket, &event);
  }
  // The stream of changes, when probes are sent.
  const size_t stream = connections.size();
  int streamSocket = -1;
  std::string streamed;
  std::unordered_map<uint64_t, double> answered, seen;
  std::vector<double> changes, times, recent;
  if (!options.text("read-key").empty()) {
    streamSocket = connectTo(port);
    std::string request = "GET /api/changes?segments=probe HTTP/1.1\r\nHost: load\r\n"
                          "Accept: text/event-stream\r\nAuthorization: Bearer " +
                          options.text("read-key") + "\r\n\r\n";
    if (write(streamSocket, request.data(), request.size()) < 0) perror("write");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = stream;
    epoll_ctl(poll, EPOLL_CTL_ADD, streamSocket, &event);
  }

  std::map<int, uint64_t> statuses;
  uint64_t issued = 0;
  double start = now(), end = start + seconds;
  double every = options.number("every"), nextReport = every > 0 ? start + every : 1e300;
  auto send = [&](Connection &connection, double due) {
    connection.out = requests.next(connection.probe);
    connection.written = 0;
    connection.isBusy = true;
    connection.due = due;
    issued++;
  };
  auto flush = [&](size_t index) {
    Connection &connection = connections[index];
    while (connection.written < connection.out.size()) {
      ssize_t count = write(connection.socket, connection.out.data() + connection.written,
                            connection.out.size() - connection.written);
      if (count < 0 && errno == EAGAIN) break;
      if (count <= 0) {
        perror("write");
        exit(1);
      }
      connection.written += size_t(count);
    }
    epoll_event event{};
    event.events = EPOLLIN;
    if (connection.written < connection.out.size()) event.events |= EPOLLOUT;
    event.data.u64 = index;
    epoll_ctl(poll, EPOLL_CTL_MOD, connection.socket, &event);
  };
  auto noteChange = [&](uint64_t probe) {
    auto a = answered.find(probe);
    auto s = seen.find(probe);
    if (a == answered.end() || s == seen.end()) return;
    changes.push_back(std::max(0.0, s->second - a->second));
    answered.erase(a);
    seen.erase(s);
  };
  std::vector<char> buffer(1 << 20);
  std::vector<epoll_event> events(256);
  size_t nextIdle = 0;
  double drainUntil = end + 5;
  while (true) {
    double instant = now();
    bool isOver = instant >= end;
    if (instant >= nextReport) {
      report(("at " + std::to_string(int(instant - start)) + " s").c_str(), recent);
      fflush(stdout);
      recent.clear();
      nextReport += every;
    }
    size_t busy = 0;
    for (auto &connection : connections) busy += connection.isBusy;
    if (isOver && ((busy == 0 && (streamSocket < 0 || answered.empty())) || instant > drainUntil))
      break;
    if (!isOver) {
      for (size_t tried = 0; tried < connections.size(); tried++) {
        size_t index = nextIdle;
        nextIdle = (nextIdle + 1) % connections.size();
        if (connections[index].isBusy) continue;
        double due = instant;
        if (rate > 0) {
          due = start + double(issued) / rate;
          if (due > instant) break;
        }
        send(connections[index], due);
        flush(index);
      }
    }
    int wait = rate > 0 && !isOver ? 1 : 20;
    int ready = epoll_wait(poll, events.data(), int(events.size()), wait);
    for (int place = 0; place < ready; place++) {
      size_t index = events[size_t(place)].data.u64;
      if (index == stream) {
        ssize_t count = read(streamSocket, buffer.data(), buffer.size());
        if (count <= 0) continue;
        streamed.append(buffer.data(), size_t(count));
        double at = now();
        size_t position = 0, found;
        const std::string mark = "probe-";
        while ((found = streamed.find(mark, position)) != std::string::npos) {
          size_t dash = streamed.find('-', found + mark.size());
          size_t quote = dash == std::string::npos ? dash : streamed.find('"', dash);
          if (quote == std::string::npos) break;
          uint64_t probe = strtoull(streamed.c_str() + dash + 1, nullptr, 10);
          seen.emplace(probe, at);
          noteChange(probe);
          position = quote;
        }
        if (found == std::string::npos)
          position = streamed.size() > 5 ? std::max(position, streamed.size() - 5) : position;
        streamed.erase(0, position);
        continue;
      }
      Connection &connection = connections[index];
      if (events[size_t(place)].events & EPOLLOUT) flush(index);
      if (!(events[size_t(place)].events & EPOLLIN)) continue;
      ssize_t count = read(connection.socket, buffer.data(), buffer.size());
      if (count < 0 && errno == EAGAIN) continue;
      if (count <= 0) {
        fprintf(stderr, "connection %zu was closed\n", index);
        exit(1);
      }
      connection.in.append(buffer.data(), size_t(count));
      size_t head = connection.in.find("\r\n\r\n");
      if (head == std::string::npos) continue;
      std::string low = connection.in.substr(0, head);
      for (char &letter : low) letter = char(tolower(letter));
      size_t length = 0, place2 = low.find("content-length:");
      if (place2 != std::string::npos) length = size_t(atoll(low.c_str() + place2 + 15));
      if (connection.in.size() < head + 4 + length) continue;
      int status = atoi(connection.in.c_str() + 9);
      statuses[status]++;
      if (status >= 400 && statuses[status] == 1)
        fprintf(stderr, "first %d: %s\n", status, connection.in.c_str());
      connection.in.erase(0, head + 4 + length);
      connection.isBusy = false;
      double at = now();
      times.push_back(at - connection.due);
      if (every > 0) recent.push_back(at - connection.due);
      if (connection.probe) {
        answered.emplace(connection.probe, at);
        noteChange(connection.probe);
      }
    }
  }
  double took = std::min(now(), end) - start;
  uint64_t good = statuses[200] + statuses[202] + statuses[204];
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double cpu = double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
               double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  printf("%s: %llu requests answered well, %.0f events a second over %.1f s; load itself %.2f cores\n",
         options.text("mode").c_str(), (unsigned long long)good,
         double(good) * requests.eventsEach() / took, took, cpu / took);
  for (auto &status : statuses)
    if (status.second)
      printf("  status %d: %llu\n", status.first, (unsigned long long)status.second);
  report("answer", times);
  report("change on the stream after the answer", changes);
  if (!answered.empty()) printf("  %zu probes without a change\n", answered.size());
  return 0;
}
