import StarlingLanguage
import StarlingModel

/// The smallest case that still fails, as far as single steps lead: events dropped and emptied,
/// segments dropped, expressions replaced by their parts.
///
/// - Parameters:
///   - failing: A case for which `fails` is true.
///   - fails: Runs the test; must not depend on anything but the case.
/// - Returns: A case for which `fails` is true and no single step helps; print its
///   `conformanceLine()`.
package func shrink(_ failing: TestCase, fails: (TestCase) throws -> Bool) rethrows -> TestCase {
  var smallest = failing
  var isSmaller = true
  while isSmaller {
    isSmaller = false
    for kind in Simplification.allCases where !isSmaller {
      guard let simpler = try smallest.simplerCases(by: kind).first(where: fails) else { continue }
      smallest = simpler
      isSmaller = true
    }
  }
  return smallest
}

/// Kinds of steps, the largest first.
private enum Simplification: CaseIterable {
  case fewerSegments, fewerEvents, simplerSegments, simplerEvents, simplerSettings
}

extension TestCase {
  /// Cases one step simpler.
  fileprivate func simplerCases(by kind: Simplification) -> [TestCase] {
    switch kind {
    case .fewerSegments: fewerSegments
    case .fewerEvents: fewerEvents
    case .simplerSegments: simplerSegments
    case .simplerEvents: simplerEvents
    case .simplerSettings: simplerSettings
    }
  }

  private func changed(_ change: (inout TestCase) -> Void) -> TestCase {
    var copy = self
    change(&copy)
    return copy
  }

  private var fewerSegments: [TestCase] {
    let names = workspace.segments.map(\.name) + workspace.metrics.map(\.name)
    return names.filter { !isReferredTo($0) }.map { name in
      changed {
        $0.workspace.segments.removeAll { $0.name == name }
        $0.workspace.metrics.removeAll { $0.name == name }
      }
    }.filter { !$0.workspace.segments.isEmpty }
  }

  private func isReferredTo(_ name: String) -> Bool {
    (workspace.segments + workspace.metrics).contains { definition in
      definition.expression.text.contains(".\(name)")
    }
  }

  /// Halves, quarters, and so on down to single events left out.
  private var fewerEvents: [TestCase] {
    var cases: [TestCase] = []
    var length = events.count / 2
    while length > 0 {
      for start in stride(from: 0, to: events.count, by: length) {
        let end = min(start + length, events.count)
        cases.append(changed { $0.events.removeSubrange(start..<end) })
      }
      length /= 2
    }
    return cases
  }

  private var simplerSegments: [TestCase] {
    workspace.segments.indices.flatMap { index in
      workspace.segments[index].expression.simplerForms.map { expression in
        changed {
          $0.workspace.segments[index].expression = expression
          $0.workspace.segments[index].text = expression.text
        }
      }
    }
  }

  private var simplerEvents: [TestCase] {
    events.indices.flatMap { index -> [TestCase] in
      var cases = events[index].properties.keys.map { path in
        changed { $0.events[index].properties[path] = nil }
      }
      if events[index].joined != nil { cases.append(changed { $0.events[index].joined = nil }) }
      return cases
    }
  }

  private var simplerSettings: [TestCase] {
    let standard = WorkspaceSettings(percentileEveryMs: Milliseconds.day)
    guard workspace.settings != standard else { return [] }
    return [
      changed { $0.workspace.settings = standard },
      changed { $0.workspace.settings.timezone = "UTC" },
    ].filter { $0.workspace.settings != workspace.settings }
  }
}
