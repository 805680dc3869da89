import StarlingColumns

extension JSONLinesParser {
  /// Reads the items of a `{"batch":[...]}` line, each standing alone: a bad item is rejected with
  /// its own text and place in the batch.
  static func readBatch(
    _ tape: borrowing JSONTape, _ around: CallPlaces, _ calls: inout CallReader,
    _ rejections: inout [Rejection], file: String, line: Int
  ) {
    let list = around[.batch]
    guard tape.kind(list) == .array else {
      let text = tape.text(JSONTape.root)
      rejections.append(
        Rejection(
          file: file, line: line, reason: .invalidType,
          detail: "batch is \(tape.kind(list).name); expected an array", raw: text.span))
      return
    }
    var index = list + 1
    let end = tape.end(of: list)
    var item = 0
    while index < end {
      do throws(LineProblem) {
        guard tape.kind(index) == .object else {
          throw LineProblem(.notAnObject, "it is \(tape.kind(index).name)")
        }
        try calls.read(tape, calls.places(tape, index), around: around)
      } catch {
        let text = tape.text(index)
        rejections.append(
          Rejection(
            file: file, line: line, reason: error.reason,
            detail: "item \(item) of the batch: \(error.detail)", raw: text.span))
      }
      item += 1
      index = tape.next(after: index)
    }
  }
}
