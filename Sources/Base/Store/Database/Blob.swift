import Foundation
import GRDB

/// Bytes as SQLite has them.
struct Blob: DatabaseValueConvertible, Sendable {
  var bytes: [UInt8]

  /// Wraps bytes.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var databaseValue: DatabaseValue { Data(bytes).databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> Blob? {
    Data.fromDatabaseValue(value).map { Blob(Array($0)) }
  }
}
