/// What a definition defines.
package enum DefinitionKind: String, CaseIterable, Hashable, Sendable {
  case segment, metric
}
