import StarlingEngine
import StarlingModel

/// A parameter that was read and fits.
enum ParameterValue: Sendable {
  case text(String)
  case number(Int64)
  case instant(Stamp)
  case names([String])
  case cursor(PageCursor)

  /// Reads a text as a parameter's kind says; `nil` when it does not fit.
  init?(_ text: String, as kind: ApiParameter.Kind) {
    switch kind {
    case .text(let lengthMax):
      guard (1...lengthMax).contains(text.unicodeScalars.count) else { return nil }
      self = .text(text)
    case .number(let bounds):
      guard text.utf8.count <= 20, let number = Int64(text), bounds.contains(number)
      else { return nil }
      self = .number(number)
    case .instant:
      guard let stamp = Stamp(iso: text, requiresZone: true) else { return nil }
      self = .instant(stamp)
    case .duration(let msMax):
      guard let length = TimeText.read(text), length <= msMax else { return nil }
      self = .number(Int64(length))
    case .choice(let words):
      guard words.contains(text) else { return nil }
      self = .text(text)
    case .names(let countMax):
      let names = text.split(separator: ",").map(String.init)
      guard (1...countMax).contains(names.count), text.utf8.count <= 10_000 else { return nil }
      self = .names(names)
    case .cursor:
      guard let cursor = PageCursor(text) else { return nil }
      self = .cursor(cursor)
    }
  }
}
