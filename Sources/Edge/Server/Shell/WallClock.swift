import StarlingModel

/// Reads the clock of the machine; what computes gets the instant as a parameter.
package enum WallClock {
  /// The present instant.
  package static func now() -> Stamp {
    let time = reading(CLOCK_REALTIME)
    // Safe: the seconds of this century times a thousand are far from 2^63.
    return Stamp(milliseconds: Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec) / 1_000_000)
  }

  /// A count that only grows, for lengths of time. Unit: ns.
  package static func ticksNs() -> Int64 {
    let time = reading(CLOCK_MONOTONIC)
    // Safe: counts from the start of the machine; 2^63 ns are 292 years.
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  private static func reading(_ clock: clockid_t) -> timespec {
    var time = timespec()
    // Safe: the call writes one timespec, which is ours.
    _ = unsafe clock_gettime(clock, &time)
    return time
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
