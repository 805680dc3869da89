import StarlingLanguage
import StarlingModel
import StarlingSegment

/// An explanation as a tree for people to read.
struct ExplanationText {
  private let terminal: Terminal

  init(_ terminal: Terminal) { self.terminal = terminal }

  /// The whole explanation, one part a line, its events below it.
  func text(_ explanation: MembershipExplanation, person: String) -> String {
    let state = explanation.isMember ? "is in" : "is not in"
    let head = "\(person.visible()) \(state) \(explanation.segment) at \(explanation.at.iso)"
    var text = terminal.styled(head, .bold) + "\n\(flip(explanation))\n\n"
    append(explanation.root, lead: "", indent: "", to: &text)
    return text
  }

  private func flip(_ explanation: MembershipExplanation) -> String {
    let verb = explanation.isMember ? "leaves" : "enters"
    let held = explanation.holdsThresholds ? ", while the thresholds stay as they are" : ""
    switch explanation.nextFlip {
    case .at(let stamp): return "\(verb) at \(stamp.iso) if nothing more happens\(held)"
    case .never: return "stays so if nothing more happens\(held)"
    case .beyond(let stamp): return "stays so at least until \(stamp.iso)\(held)"
    }
  }

  private func append(
    _ part: Explanation, lead: String, indent: String, to text: inout String
  ) {
    let until = part.until.map { terminal.styled("  until \($0.iso)", .faint) } ?? ""
    let value = part.value?.shown ?? "absent"
    text += "\(lead)\(part.text.visible())  =  \(terminal.styled(value, .bold))\(until)\n"
    let below = indent + (part.children.isEmpty ? "     " : "│    ")
    for fact in part.facts { text += below + Self.words(fact) + "\n" }
    if part.eventCount > part.events.count {
      text += below + "\(NumberText.grouped(part.eventCount)) events, the latest of them:\n"
    }
    for event in part.events {
      let value = event.value.map { "  \($0.shown)" } ?? ""
      text +=
        below + terminal.styled("\(event.at.iso)  \(event.name.visible())\(value)", .faint) + "\n"
    }
    for (index, child) in part.children.enumerated() {
      let isLast = index == part.children.count - 1
      append(
        child, lead: indent + (isLast ? "└─ " : "├─ "), indent: indent + (isLast ? "   " : "│  "),
        to: &text)
    }
  }

  private static func words(_ fact: Explanation.Fact) -> String {
    switch fact {
    case .clock(let stamp): "counted from \(stamp.iso)"
    case .values(let values, let count):
      "true for \(values.map(\.shown).joined(separator: ", "))"
        + (count > values.count ? " and \(count - values.count) more" : "")
    case .unreached(let step):
      step.isEmpty ? "no event is selected" : "no event reaches: \(step.visible())"
    case .confirmed(let stamp): "an absence will be confirmed at \(stamp.iso)"
    case .heldThreshold: "over all people at this instant"
    case .explainedAbove: "explained above"
    case .unseen: "the person has no event by then"
    }
  }
}
