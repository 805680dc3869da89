/// What is to be checked.
package enum CheckSubject: Hashable, Sendable {
  /// The text of a whole workspace file.
  case workspace(String)
  /// One definition among those in force.
  case draft(DefinitionDraft)
}
