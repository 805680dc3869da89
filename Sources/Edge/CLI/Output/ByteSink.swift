import Foundation

/// An open file, pipe or device that takes bytes.
struct ByteSink: Sendable {
  static let standardOutput = ByteSink(descriptor: STDOUT_FILENO)
  static let standardError = ByteSink(descriptor: STDERR_FILENO)

  let descriptor: Int32

  /// Writes all bytes, however few the system takes at a time.
  ///
  /// - Throws: `SystemFailure` when the system refuses, for instance on a full disk.
  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, rest, rest.count)
      if count == rest.count { return }
      if count >= 0 {
        rest.removeFirst(count)
      } else if errno == EAGAIN {
        // Whoever shares the descriptor asked not to wait; this program has nothing else to do.
        var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&room, 1, -1)
      } else if errno != EINTR {
        throw SystemFailure(number: errno)
      }
    }
  }

  /// Prepares the three standard descriptors; call it before any file is opened.
  ///
  /// One that the caller closed is taken, so that no file gets its number and the words meant for
  /// it; using it fails as before. Writing to a pipe that nobody reads becomes an error instead of
  /// a signal.
  static func prepareStandardDescriptors() {
    _ = signal(SIGPIPE, SIG_IGN)
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is the closed one: those below it are open.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
