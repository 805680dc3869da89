/// Why a line, a record or an item of a request was not taken as an event. A closed set: every
/// case is counted in summaries, documented here and has a test of its own.
package enum RejectReason: String, CaseIterable, Sendable {
  /// The line is not a JSON document.
  case invalidJSON
  /// The line holds bytes that are not UTF-8.
  case invalidUTF8
  /// The line is longer than `Limits.lineBytesMax`.
  case lineTooLong
  /// The line, or an item of its batch, is JSON but no object.
  case notAnObject
  /// The line nests deeper than `Limits.depthMax`.
  case tooDeep
  /// A number is beyond 1.8e308, or is not written as JSON has it.
  case numberOutOfRange
  /// The event has more than `Limits.propertiesPerEventMax` properties.
  case tooManyProperties
  /// Neither a user id nor an anonymous id is there.
  case missingPerson
  /// No time is there.
  case missingTime
  /// The time is there but cannot be read, or lies outside the years 1 to 9999.
  case invalidTime
  /// A track call without an event name.
  case missingEvent
  /// A group call without a group id.
  case missingGroup
  /// An alias call without the previous id.
  case missingPrevious
  /// The call is of a type other than identify, track, page, screen, group and alias.
  case unknownType
  /// A field holds the wrong kind of JSON value, such as an object for `userId`.
  case invalidType
  /// An identifier, event name or message id is longer than `Limits.identifierBytesMax`.
  case identifierTooLong
  /// The CSV record has more or fewer fields than the header.
  case wrongColumnCount
  /// An item of a request is longer than the protocol allows, such as
  /// `Limits.segmentItemBytesMax`.
  case itemTooLarge
  /// The item stands behind as many as the protocol allows in one request.
  case tooManyItems
  /// The body of a request cannot be decompressed or decoded from base64.
  case damagedBody
  /// A quoted CSV field is not closed, or text follows its closing quote.
  case brokenQuote
}
