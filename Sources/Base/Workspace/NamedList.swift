import StarlingLanguage

/// A list of people that a workspace names, as its file says it.
package struct NamedList: Hashable, Sendable {
  /// What expressions call it.
  package var name: String
  /// The file with its people, from where the program runs.
  package var path: String
  /// Where the path stands in the workspace file.
  package var place: SourceRange

  /// A problem of the list's file, at the place that names it.
  package func problem(_ message: String) -> Diagnostic {
    Diagnostic(
      .error, .badSetting, message,
      expected: "a file with one identifier on each line; its path starts at the folder of the "
        + "workspace file",
      range: place, subject: "list \(name)")
  }
}
