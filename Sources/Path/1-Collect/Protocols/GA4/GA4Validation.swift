import StarlingColumns

/// What the debug endpoint of the GA4 Measurement Protocol says of a request: Google's rules of
/// names, lengths and numbers. Nothing is kept of such a request.
///
/// - Source: developers.google.com, Measurement Protocol, "Sending events" and "Validating events".
struct GA4Validation {
  /// What may be wrong with a part of a request, by Google's names.
  enum Code: String, CaseIterable {
    case valueInvalid = "VALUE_INVALID"
    case valueRequired = "VALUE_REQUIRED"
    case nameInvalid = "NAME_INVALID"
    case nameReserved = "NAME_RESERVED"
    case valueOutOfBounds = "VALUE_OUT_OF_BOUNDS"
    case exceededMaxEntities = "EXCEEDED_MAX_ENTITIES"
    case nameDuplicated = "NAME_DUPLICATED"
  }

  /// Something that is wrong.
  struct Message: Equatable {
    var path: String
    var code: Code
    var description: String
  }

  private(set) var messages: [Message] = []

  /// Messages beyond this many say nothing new.
  private static let messagesMax = 100

  mutating func add(_ path: String, _ code: Code, _ description: String) {
    if messages.count < Self.messagesMax {
      messages.append(Message(path: path, code: code, description: description))
    }
  }

  // MARK: Answers

  /// The answer to a request.
  static func answer(_ tape: borrowing JSONTape) -> CollectAnswer {
    var validation = GA4Validation()
    validation.check(tape)
    return validation.answer
  }

  /// The answer to a body that is no JSON.
  static func answer(_ problem: String) -> CollectAnswer {
    var validation = GA4Validation()
    validation.add("", .valueInvalid, problem)
    return validation.answer
  }

  private var answer: CollectAnswer {
    var text = Array(#"{"validationMessages":["#.utf8)
    for (index, message) in messages.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text += #"{"fieldPath":"#.utf8
      JSONText.append(message.path, to: &text)
      text += #","description":"#.utf8
      JSONText.append(message.description, to: &text)
      text += #","validationCode":"\#(message.code.rawValue)"}"#.utf8
    }
    text += "]}".utf8
    return CollectAnswer(status: 200, contentType: "application/json", body: text)
  }
}
