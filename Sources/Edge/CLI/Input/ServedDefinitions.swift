import StarlingLanguage
import StarlingStore
import StarlingWorkspace

/// The definitions that a server starts with: those of its workspace file, else the latest that
/// were put through the API.
struct ServedDefinitions {
  let workspace: Workspace
  let lists: [String: Set<String>]

  init(_ path: String?, _ store: Store) throws {
    if let path {
      let loaded = try LoadedWorkspace(path, showsWarnings: true)
      workspace = loaded.workspace
      lists = loaded.lists.people.mapValues { Set($0) }
      return
    }
    lists = [:]
    guard let latest = try store.latestDefinitions() else {
      workspace = Workspace()
      return
    }
    let file = WorkspaceFile.read(text: latest.text, path: "definitions \(latest.version)")
    guard let kept = file.workspace else {
      throw CommandFailure.problem(
        "version \(latest.version) of the definitions has errors in this version of the program; "
          + "give a mended workspace file with --workspace")
    }
    workspace = kept
  }
}
