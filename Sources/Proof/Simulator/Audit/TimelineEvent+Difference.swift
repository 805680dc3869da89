import StarlingEngine
import StarlingModel

extension TimelineEvent {
  /// What is not as it was sent; `nil` when all is.
  func difference(to sent: Event) -> String? {
    if at != sent.stamp { return "it happened at \(sent.stamp.iso), not at \(at.iso)" }
    if name != sent.name { return "it is called \(sent.name), not \(name)" }
    let isSame =
      switch sent.kind {
      case .page, .screen: kind == .page
      default: kind == sent.kind
      }
    if !isSame { return "it is a call of \(sent.kind), not of \(kind)" }
    let wanted = Dictionary(
      uniqueKeysWithValues: sent.properties.map {
        ($0.key.components.joined(separator: "."), $0.value)
      })
    let found = Dictionary(properties.map { ($0.path, $0.value) }) { first, _ in first }
    if wanted != found { return "it has \(wanted), not \(found)" }
    return nil
  }
}
