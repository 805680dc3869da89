#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A place that events are read from: a file or standard input.
package struct InputFile: Hashable, Sendable {
  /// The path as given or found; `-` is standard input.
  package var path: String
  /// Size on disk; `nil` when it is not a regular file. Unit: bytes.
  package var byteCount: Int?

  /// Whether this is standard input.
  package var isStandardInput: Bool { path == "-" }

  /// Makes a file of known size.
  package init(path: String, byteCount: Int? = nil) {
    self.path = path
    self.byteCount = byteCount
  }

  /// The files that a list of arguments names.
  ///
  /// An argument is a path, a pattern (`*`, `?`, `[...]`), a folder (its files, hidden ones and
  /// sub-folders left out) or `-`. Arguments keep their order; the files of one pattern or folder
  /// are sorted by name.
  ///
  /// - Parameter quarantine: Where bad lines will go: patterns and folders leave out quarantine
  ///   files that are there, since an import must not read what it writes.
  /// - Throws: `CollectError.missingFile` naming every argument that finds nothing;
  ///   `CollectError.badTarget` when an argument is the file that bad lines would replace.
  package static func expand(
    _ arguments: [String], quarantine: QuarantineTarget? = nil
  ) throws(CollectError) -> [InputFile] {
    let left = quarantine?.existing ?? []
    var files: [InputFile] = []
    var missing: [String] = []
    for argument in arguments {
      var found = argument == "-" ? [InputFile(path: "-")] : find(argument)
      if found.map(\.path) == [argument] {
        if let quarantine { try refuse(argument, replacedBy: quarantine) }
      } else if !left.isEmpty {
        found.removeAll { FileIdentity(path: $0.path).map(left.contains) ?? false }
      }
      if found.isEmpty { missing.append(argument) }
      files += found
    }
    if !missing.isEmpty {
      throw CollectError(
        .missingFile, place: missing.joined(separator: ", "),
        "no such file or nothing to read there; check the path, and quote patterns")
    }
    return files
  }

  /// Ends an import that would empty one of its own files.
  private static func refuse(
    _ argument: String, replacedBy quarantine: QuarantineTarget
  ) throws(CollectError) {
    guard case .replacing(let path) = quarantine, let target = FileIdentity(path: path),
      target == FileIdentity(path: argument)
    else { return }
    throw CollectError(
      .badTarget, place: argument,
      "is read and is the quarantine file \(path), which would replace it; name another file "
        + "with --quarantine")
  }

  private static func find(_ argument: String) -> [InputFile] {
    if let file = existing(argument) { return file }
    return matches(of: argument).flatMap { existing($0) ?? [] }
  }

  /// The file, or the files of the folder, at exactly this path.
  private static func existing(_ path: String) -> [InputFile]? {
    var facts = stat()
    // Safe: the path is passed as a C string for the call, the result goes to a local.
    guard unsafe stat(path, &facts) == 0 else { return nil }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: return [InputFile(path: path, byteCount: Int(facts.st_size))]
    case S_IFDIR:
      let folder = path.hasSuffix("/") ? path : path + "/"
      return matches(of: escaped(folder) + "*").flatMap { isFolder($0) ? [] : existing($0) ?? [] }
    default: return [InputFile(path: path)]
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var facts = stat()
    // Safe: as in `existing`.
    return unsafe stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  /// The path with the signs that `glob` would read as a pattern taken literally.
  private static func escaped(_ path: String) -> String {
    String(path.flatMap { "*?[]\\".contains($0) ? ["\\", $0] : [$0] })
  }

  private static func matches(of pattern: String) -> [String] {
    var found = unsafe glob_t()
    // Safe: glob fills the struct, which is read up to its own count and freed.
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    return unsafe (0..<Int(found.gl_pathc)).compactMap { index in
      unsafe found.gl_pathv[index].map { unsafe String(cString: $0) }
    }
  }
}
