import ArgumentParser

/// How results are printed.
enum ResultFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json, csv
}
