import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingStore
import StarlingWorkspace
import Synchronization

extension LiveSystem {
  /// As `LiveQueries` says.
  package func definitions() async throws(QueryProblem) -> DefinitionList {
    catalogue.withLock { $0.list }
  }

  /// As `LiveQueries` says.
  package func putDefinition(
    _ draft: DefinitionDraft, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    try await puts.inTurn { () async throws(QueryProblem) in try await put(draft, by: by) }
  }

  private func put(
    _ draft: DefinitionDraft, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    let before = catalogue.withLock { $0 }
    let problems = try await check(.draft(draft))
    if problems.contains(where: { $0.severity == .error }) {
      throw QueryProblem(
        .wrongDefinition,
        "the \(draft.kind.rawValue) \(draft.name) has errors; nothing was changed",
        problems: problems)
    }
    let workspace = try read(before.workspace.with(draft))
    return try await install(workspace, lists: before.lists, replacing: before.version, by: by)
  }

  /// As `LiveQueries` says.
  package func deleteDefinition(
    _ kind: DefinitionKind, _ name: String, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    try await puts.inTurn { () async throws(QueryProblem) in
      try await delete(kind, name, by: by)
    }
  }

  private func delete(
    _ kind: DefinitionKind, _ name: String, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    let before = catalogue.withLock { $0 }
    guard before.workspace.definitionsByKey[DefinitionKey(kind: kind, name: name)] != nil else {
      throw QueryProblem(.noSuchDefinition, "there is no \(kind.rawValue) \(name)")
    }
    let workspace = try read(before.workspace.without(kind, name))
    return try await install(workspace, lists: before.lists, replacing: before.version, by: by)
  }

  /// Puts the definitions of a workspace file into force; nothing happens when they are already.
  package func putWorkspace(
    _ workspace: Workspace, lists: [String: Set<String>], by: String
  ) async throws(QueryProblem) -> DefinitionVersion? {
    try await puts.inTurn { () async throws(QueryProblem) in
      let before = catalogue.withLock { $0 }
      let isSame =
        WorkspaceText.of(before.workspace) == WorkspaceText.of(workspace) && before.lists == lists
      if isSame { return nil }
      return try await install(workspace, lists: lists, replacing: before.version, by: by)
    }
  }

  /// As `LiveQueries` says.
  package func check(
    _ subject: CheckSubject
  ) async throws(QueryProblem) -> [DefinitionProblem] {
    switch subject {
    case .workspace(let text):
      let file = WorkspaceFile.read(text: text, path: "workspace")
      return file.diagnostics.map { DefinitionProblem($0, in: file.source) }
    case .draft(let draft):
      let workspace = catalogue.withLock { $0.workspace }
      let type: ExpressionType = draft.kind == .segment ? .condition : .number
      let (_, diagnostics) = workspace.with(draft).check(draft.expression, as: type)
      let source = SourceText(name: draft.name, text: draft.expression)
      let problems = diagnostics.map { DefinitionProblem($0, in: source) }
      if diagnostics.contains(where: { $0.severity == .error }) { return problems }
      // Circles and heights show only with all the others.
      let text = WorkspaceText.of(workspace.with(draft))
      let file = WorkspaceFile.read(text: text, path: "definitions")
      return problems
        + file.diagnostics.filter { $0.severity == .error }
        .map { DefinitionProblem($0, in: file.source) }
    }
  }

  /// As `LiveQueries` says.
  package func versions(
    before: Int?, limit: Int
  ) async throws(QueryProblem) -> [DefinitionVersion] {
    try stored { () throws(StoreError) in
      try store.definitionVersions(before: before.map(Int64.init), limit: limit)
    }.map { DefinitionVersion($0.version, $0.at, $0.author, $0.summary) }
  }

  /// As `LiveQueries` says.
  package func version(_ number: Int) async throws(QueryProblem) -> DefinitionVersionText {
    let found = try stored { () throws(StoreError) in
      try store.definitionVersions(before: Int64(number) + 1, limit: 2)
    }
    guard let version = found.first, version.version == Int64(number) else {
      throw QueryProblem(.noSuchVersion, "there is no version \(number)")
    }
    let before = found.dropFirst().first?.text
    return DefinitionVersionText(
      version: DefinitionVersion(
        version.version, version.at, version.author, version.summary),
      text: version.text,
      difference: before.map { WorkspaceText.difference($0, version.text) } ?? "")
  }

  // MARK: Parts

  /// A workspace as its file would be read: checked as a whole.
  private func read(_ workspace: Workspace) throws(QueryProblem) -> Workspace {
    let file = WorkspaceFile.read(text: WorkspaceText.of(workspace), path: "definitions")
    guard let checked = file.workspace else {
      throw QueryProblem(
        .wrongDefinition, "the definitions together have errors; nothing was changed",
        problems: file.diagnostics.map { DefinitionProblem($0, in: file.source) })
    }
    return checked
  }

  /// Has the definitions come into force, and returns when they are.
  private func install(
    _ workspace: Workspace, lists: [String: Set<String>], replacing version: Int, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    let gap = catalogue.withLock { $0.workspace.settings.sessionGapMs }
    if gap != workspace.settings.sessionGapMs {
      throw QueryProblem(
        .conflict, "the session gap is part of the timelines; restart the server to change it")
    }
    let plan: Plan
    do { plan = try Plan(workspace) } catch {
      throw QueryProblem(.wrongDefinition, "\(error)")
    }
    let (inForce, before) = core.withLock { ($0.plan, $0.lists) }
    let change = DefinitionChange(from: inForce, before, to: plan, lists)
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<DefinitionVersion, QueryProblem>, Never>) in
      let put = DefinitionPut(
        workspace: workspace, change: change, version: version, author: by
      ) { continuation.resume(returning: $0) }
      if !inbox.add(order: { self.begin(put) }) {
        continuation.resume(returning: .failure(Self.isStopping))
      }
    }
    return try result.get()
  }
}

extension Workspace {
  /// With a definition added or replaced; its tree stands for nothing until the text is read.
  fileprivate func with(_ draft: DefinitionDraft) -> Workspace {
    var workspace = self
    let tree = Expression.parse(draft.expression).expression ?? Self.nothing
    let list = draft.kind == .segment ? \Workspace.segments : \Workspace.metrics
    let old = workspace[keyPath: list].first { $0.name == draft.name }
    let made = Definition(
      name: draft.name, title: draft.title ?? old?.title,
      description: draft.description ?? old?.description, tags: old?.tags ?? [],
      text: draft.expression, expression: tree)
    if let index = workspace[keyPath: list].firstIndex(where: { $0.name == draft.name }) {
      workspace[keyPath: list][index] = made
    } else {
      workspace[keyPath: list].append(made)
    }
    return workspace
  }

  fileprivate func without(_ kind: DefinitionKind, _ name: String) -> Workspace {
    var workspace = self
    switch kind {
    case .segment: workspace.segments.removeAll { $0.name == name }
    case .metric: workspace.metrics.removeAll { $0.name == name }
    }
    return workspace
  }

  private static var nothing: Expression { Expression(.boolean(false)) }
}
