/// Why a workspace could not become a plan. The language check finds these earlier and with their
/// place; this is the engine's own guard.
package struct PlanError: Error, CustomStringConvertible {
  package var description: String
}
