import Foundation

/// New content for a file that must never be half there.
enum FileReplacement {
  /// Replaces what is in a file at once: the new content is written beside it and takes its name.
  ///
  /// A symbolic link stays and its target changes; the file keeps its mode and, as far as the user
  /// may give files away, its owner.
  ///
  /// - Throws: `SystemFailure`; the file is as before then.
  static func replace(_ path: String, with content: [UInt8]) throws(SystemFailure) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    var facts = stat()
    try check(stat(target, &facts))
    // Renaming asks for a right on the folder alone, but who may not write the file may not.
    try check(access(target, W_OK))
    var name = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&name)
    try check(descriptor)
    let temporary = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(SystemFailure) {
      defer { close(descriptor) }
      // Before the mode, because giving a file away clears some of its bits.
      _ = fchown(descriptor, facts.st_uid, facts.st_gid)
      try check(fchmod(descriptor, facts.st_mode & 0o7777))
      try ByteSink(descriptor: descriptor).write(content)
      try check(fsync(descriptor))
      try check(rename(temporary, target))
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private static func check(_ status: Int32) throws(SystemFailure) {
    if status < 0 { throw SystemFailure(number: errno) }
  }
}
