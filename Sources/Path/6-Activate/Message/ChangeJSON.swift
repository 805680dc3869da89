import StarlingModel

/// A membership change as JSON: the same members, in the same order, in webhooks and in the stream.
///
///     "position":17,"at":"…Z","recordedAt":"…Z","segment":"…","person":"…",
///     "change":"enter","cause":"event"
package enum ChangeJSON {
  /// Appends the object.
  package static func append(_ change: MembershipChange, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    appendMembers(change, to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  /// Appends the members without the braces, so that others may stand beside them.
  static func appendMembers(_ change: MembershipChange, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "\"position\":\(change.position),".utf8)
    JSONText.append("at", change.at.iso, to: &bytes)
    bytes.append(UInt8(ascii: ","))
    JSONText.append("recordedAt", change.recordedAt.iso, to: &bytes)
    bytes.append(UInt8(ascii: ","))
    JSONText.append("segment", change.segment, to: &bytes)
    bytes.append(UInt8(ascii: ","))
    JSONText.append("person", change.person, to: &bytes)
    bytes.append(UInt8(ascii: ","))
    JSONText.append("change", change.isEntry ? "enter" : "exit", to: &bytes)
    bytes.append(UInt8(ascii: ","))
    JSONText.append("cause", change.cause.word, to: &bytes)
  }
}
