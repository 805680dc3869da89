/// What a simulation is told; all else follows from it.
struct SimulationOptions {
  /// From which everything random follows.
  var seed: UInt64
  /// About how many events people do.
  var steps = 60
  /// A defect to be noticed.
  var sabotage: Sabotage?
  /// Is told each thing that happens, in a line.
  var trace: ((String) -> Void)?
}
