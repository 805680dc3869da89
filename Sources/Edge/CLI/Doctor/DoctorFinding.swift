/// What a look at one thing gave.
enum DoctorFinding {
  case fine(String)
  /// It works, but not for long or not well.
  case warning(String, remedy: String)
  /// It does not work.
  case problem(String, remedy: String)

  /// Whether something must be done.
  var isProblem: Bool {
    if case .problem = self { true } else { false }
  }
}
