import StarlingLanguage
import StarlingModel

/// An `any` as it was written: equal ones are asked once.
struct QuantifiedText: Hashable {
  var path: PropertyPath
  var body: Expression
}

/// A metric inside an `any`, or outside of all.
struct MetricUse: Hashable {
  var name: String
  var scope: Int?
}
