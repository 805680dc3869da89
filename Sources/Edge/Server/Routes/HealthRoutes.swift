import Hummingbird
import NIOCore

/// Whether the server lives, works, and how much.
enum HealthRoutes {
  static func routes(_ parts: ServerParts) -> [ApiRoute] {
    [
      ApiRoute(
        .get, "/healthz", nil, "Whether the process answers.",
        answers: [.json(.named("Health"), "It does.")]
      ) { _ in JSONAnswer.make { json in json.object { $0.member("status", "ok") } } },
      ApiRoute(
        .get, "/readyz", nil, "Whether the server can do its work.",
        answers: [
          .json(.named("Readiness"), "It can."),
          .json(.named("Readiness"), "It cannot yet, or not any more.", status: 503),
        ]
      ) { _ in
        let reasons = parts.notReady()
        return JSONAnswer.make(status: reasons.isEmpty ? .ok : .serviceUnavailable) { json in
          json.object { json in
            json.member("ready", reasons.isEmpty)
            json.member("waiting_for", reasons) { $0.value($1) }
          }
        }
      },
      ApiRoute(
        .get, "/metrics", .read, "Measurements in the text format of Prometheus.",
        answers: [
          ApiAnswer(
            status: 200, meaning: "All measurements.",
            content: [("text/plain", .text())])
        ]
      ) { _ in
        Response(
          status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
          body: ResponseBody(byteBuffer: ByteBuffer(string: parts.metricsText())))
      },
    ]
  }
}
