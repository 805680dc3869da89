import HTTPTypes
import Hummingbird

/// Answers with a JSON body.
enum JSONAnswer {
  /// Headers of every answer with a JSON body.
  static let fields: HTTPFields = [
    .contentType: "application/json", .cacheControl: "no-store",
    .xContentTypeOptions: "nosniff",
  ]

  /// An answer whose body the closure writes.
  static func make(
    status: HTTPResponse.Status = .ok, _ write: (inout JSONWriter) -> Void
  ) -> Response {
    var json = JSONWriter()
    write(&json)
    json.endLine()
    return Response(
      status: status, headers: fields, body: ResponseBody(byteBuffer: json.buffer))
  }

  /// An answer without body.
  static var empty: Response { Response(status: .noContent) }
}
