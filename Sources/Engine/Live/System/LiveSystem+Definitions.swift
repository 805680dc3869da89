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
    let before = catalogue.withLock { $0 }
    if WorkspaceText.of(before.workspace) == WorkspaceText.of(workspace) && before.lists == lists {
      return nil
    }
    return try await install(workspace, lists: lists, replacing: before.version, by: by)
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

  /// Keeps a version and puts it into force between two steps of the loop.
  private func install(
    _ workspace: Workspace, lists: [String: Set<String>], replacing version: Int, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    let plan: Plan
    do { plan = try Plan(workspace) } catch {
      throw QueryProblem(.wrongDefinition, "\(error)")
    }
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<DefinitionVersion, QueryProblem>, Never>) in
      inbox.add(order: {
        do throws(QueryProblem) {
          let made = try self.replace(workspace, plan, lists, version, by)
          continuation.resume(returning: .success(made))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      })
    }
    return try result.get()
  }

  private func replace(
    _ workspace: Workspace, _ plan: Plan, _ lists: [String: Set<String>], _ version: Int,
    _ author: String
  ) throws(QueryProblem) -> DefinitionVersion {
    let before = catalogue.withLock { $0 }
    if before.version != version {
      throw QueryProblem(
        .conflict, "somebody else changed the definitions meanwhile; read them and try again")
    }
    if before.workspace.settings.sessionGapMs != workspace.settings.sessionGapMs {
      throw QueryProblem(
        .conflict, "the session gap is part of the timelines; restart the server to change it")
    }
    let now = clock.now
    let made = try stored { () throws(StoreError) in
      try store.addDefinitionVersion(
        at: now, author: author, text: WorkspaceText.of(workspace),
        summary: WorkspaceText.summary(before.workspace, workspace))
    }
    let found = core.withLock { $0.replace(plan, lists: lists, recordedAt: now) }
    pending.withLock { $0.changes += found }
    catalogue.withLock {
      $0.put(workspace, lists: lists, version: Int(made.version), at: made.at)
    }
    return DefinitionVersion(made.version, made.at, made.author, made.summary)
  }
}

extension DefinitionVersion {
  fileprivate init(_ number: Int64, _ at: Stamp, _ author: String, _ summary: String) {
    self.init(number: Int(number), at: at, by: author, summary: summary)
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
