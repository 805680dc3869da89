import NIOHTTP1
import Testing

@testable import StarlingServer

/// Reads an OpenAPI document and compares values with the schemas that it has: as much of JSON
/// Schema as the document uses.
struct DocumentedShapes {
  struct Operation {
    var method: HTTPMethod
    var path: String
    var node: JSONNode
  }

  let operations: [Operation]
  private let root: JSONNode

  init(_ document: JSONNode) throws {
    root = document
    let paths = try #require(document["paths"]).members
    operations = paths.flatMap { path, node in
      node.members.map {
        Operation(method: HTTPMethod(rawValue: $0.name.uppercased()), path: path, node: $0.value)
      }
    }
  }

  /// What is wrong with the body of an answer.
  func problems(
    of value: JSONNode, path: String, method: HTTPMethod, status: UInt
  ) throws -> [String] {
    let parts = path.split(separator: "/")
    let matching = operations.filter { operation in
      let pattern = operation.path.split(separator: "/")
      return operation.method == method && pattern.count == parts.count
        && zip(pattern, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
    let exact = matching.first { !$0.path.contains("{") } ?? matching.first
    let operation = try #require(exact, "\(method) \(path) is not in the document")
    guard let answer = operation.node["responses"]?["\(status)"] else {
      return ["\(status) is not among the answers of \(operation.path)"]
    }
    let content = try #require(answer["content"]).members
    let schema = try #require(content.first { $0.name.hasSuffix("json") }?.value["schema"])
    return problems(value, schema, at: "")
  }

  private func problems(_ value: JSONNode, _ schema: JSONNode, at place: String) -> [String] {
    if let reference = schema["$ref"]?.text {
      let name = String(reference.split(separator: "/").last ?? "")
      guard let target = root["components"]?["schemas"]?[name] else { return ["no \(name)"] }
      return problems(value, target, at: place)
    }
    if let choices = schema["anyOf"]?.elements {
      let all = choices.map { problems(value, $0, at: place) }
      return all.contains([]) ? [] : all.first ?? []
    }
    guard let type = schema["type"]?.text else { return [] }
    switch (type, value.kind) {
    case ("null", .null), ("boolean", .truth), ("number", .number): return []
    case ("string", .text(let text)):
      if let words = schema["enum"]?.elements, !words.contains(where: { $0.text == text }) {
        return ["\(place): \(text) is none of the words"]
      }
      return []
    case ("integer", .number(let number)):
      return number == number.rounded() ? [] : ["\(place): \(number) is not whole"]
    case ("array", .list(let elements)):
      guard let items = schema["items"] else { return [] }
      return elements.enumerated().flatMap { problems($1, items, at: "\(place)[\($0)]") }
    case ("object", .object(let members)): return problems(members, schema, at: place)
    default: return ["\(place): \(value.word) is no \(type)"]
    }
  }

  private func problems(
    _ members: [(name: String, value: JSONNode)], _ schema: JSONNode, at place: String
  ) -> [String] {
    var problems: [String] = []
    for required in schema["required"]?.elements ?? [] {
      if let name = required.text, !members.contains(where: { $0.name == name }) {
        problems.append("\(place): \(name) is missing")
      }
    }
    for (name, value) in members {
      if let schema = schema["properties"]?[name] {
        problems += self.problems(value, schema, at: "\(place).\(name)")
      } else if case .truth(false)? = schema["additionalProperties"]?.kind {
        problems.append("\(place): \(name) is not in the document")
      } else if let schema = schema["additionalProperties"] {
        problems += self.problems(value, schema, at: "\(place).\(name)")
      }
    }
    return problems
  }
}

extension JSONNode {
  fileprivate var members: [(name: String, value: JSONNode)] {
    if case .object(let members) = kind { members } else { [] }
  }

  fileprivate var elements: [JSONNode]? {
    if case .list(let elements) = kind { elements } else { nil }
  }

  fileprivate var text: String? {
    if case .text(let text) = kind { text } else { nil }
  }

  fileprivate subscript(name: String) -> JSONNode? {
    members.first { $0.name == name }?.value
  }
}
