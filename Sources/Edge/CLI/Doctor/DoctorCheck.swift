import StarlingServer

/// One thing that the doctor looks at. Looking changes nothing.
struct DoctorCheck: Sendable {
  let name: String
  let look: @Sendable (ServerSettings) -> DoctorFinding

  /// Everything, in the order in which one would look.
  static let all: [DoctorCheck] = [
    DoctorCheck(name: "version", look: StoreChecks.version),
    DoctorCheck(name: "server", look: StoreChecks.server),
    DoctorCheck(name: "data directory", look: DirectoryChecks.directory),
    DoctorCheck(name: "free disk", look: DirectoryChecks.disk),
    DoctorCheck(name: "data", look: StoreChecks.data),
    DoctorCheck(name: "clock", look: MachineChecks.clock),
    DoctorCheck(name: "open files", look: MachineChecks.openFiles),
    DoctorCheck(name: "address", look: MachineChecks.address),
    DoctorCheck(name: "certificate", look: MachineChecks.certificate),
    DoctorCheck(name: "definitions", look: DefinitionChecks.workspace),
  ]
}
