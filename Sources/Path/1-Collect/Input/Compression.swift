/// How a file is compressed, told by its first bytes and never by its name.
enum Compression: Equatable {
  case none, gzip, zstd

  /// Bytes needed to tell.
  static let magicBytes = 4

  /// The format whose magic number `first` starts with: gzip `1F 8B`, Zstandard `28 B5 2F FD` and
  /// its skippable frames `5? 2A 4D 18`.
  init(first: [UInt8]) {
    if first.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if first.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if first.count >= 4, first[0] & 0xF0 == 0x50,
      first[1...].starts(with: [0x2A, 0x4D, 0x18])
    {
      self = .zstd
    } else {
      self = .none
    }
  }

  /// Opens a file and puts the fitting decompressor before it.
  static func reader(of file: InputFile) throws(CollectError) -> any ByteReader {
    let plain = try FileReader(file)
    switch Compression(first: try plain.peek(magicBytes)) {
    case .none: return plain
    case .gzip: return try GzipReader(plain, path: file.path)
    case .zstd: return try ZstdReader(plain, path: file.path)
    }
  }
}
