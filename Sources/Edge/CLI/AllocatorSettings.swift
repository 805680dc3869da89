#if canImport(Glibc)
  import CMalloc
#endif

/// How memory is taken from the system and given back.
enum AllocatorSettings {
  /// Blocks of this size and above get pages of their own. Unit: bytes.
  private static let ownPagesFrom: Int32 = 128 << 10

  /// Keeps large blocks out of the common heap for good.
  ///
  /// By default glibc raises the limit when such a block is freed; then an import's large buffers
  /// leave holes in the heap that nothing fits into, a fifth of the memory of a large timeline.
  static func apply() {
    #if canImport(Glibc)
      _ = mallopt(M_MMAP_THRESHOLD, ownPagesFrom)
    #endif
  }
}
