import Hummingbird
import StarlingActivate

/// Webhooks: who is told of changes, and what could not be delivered.
enum WebhookRoutes {
  private static let id = ApiParameter.path(
    "webhook", .number(1...Int64.max), "Number of the webhook.")
  private static let segmentLengthMax = 200

  static func routes(_ desk: WebhookDesk) -> [ApiRoute] {
    [
      list(desk), create(desk), show(desk), change(desk), delete(desk), addSecret(desk),
      dropSecrets(desk), deadLetters(desk), retry(desk),
    ]
  }

  private static func members(isNew: Bool) -> [ApiMember] {
    let name = ApiSchema.text(minLength: 1, maxLength: WebhookDesk.nameLengthMax)
    let url = ApiSchema.text(minLength: 1, maxLength: WebhookURL.bytesMax)
    return [
      isNew
        ? .always("name", name, "What to call it.")
        : .maybe("name", .orNull(name), "What to call it."),
      isNew
        ? .always("url", url, "Where requests go.")
        : .maybe("url", .orNull(url), "Where requests go."),
      .maybe(
        "segments", .orNull(.list(.text(minLength: 1, maxLength: segmentLengthMax))),
        "Only changes of these; an empty list means all."),
      .maybe(
        "in_flight_max", .orNull(.integer(minimum: 1)),
        "Requests at the same time, up to \(DeliveryLimits.inFlightMax)."),
      .maybe("paused", .orNull(.truth), "Whether nothing is sent for now."),
    ]
  }

  /// What a body wants.
  private static func edit(_ call: ApiCall, isNew: Bool) async throws -> WebhookEdit {
    var body = try await call.object()
    var edit = WebhookEdit()
    if isNew {
      edit.name = try body.text("name", lengthMax: WebhookDesk.nameLengthMax)
      edit.url = try body.text("url", lengthMax: WebhookURL.bytesMax)
    } else {
      edit.name = try body.optionalText("name", lengthMax: WebhookDesk.nameLengthMax)
      edit.url = try body.optionalText("url", lengthMax: WebhookURL.bytesMax)
    }
    edit.segments = try body.optionalTexts("segments")
    edit.inFlightMax = try body.optionalNumber(
      "in_flight_max", in: 1...DeliveryLimits.inFlightMax)
    edit.isPaused = try body.optionalTruth("paused")
    try body.finish()
    try check(edit)
    return edit
  }

  private static func check(_ edit: WebhookEdit) throws(Problem) {
    if edit.name?.isEmpty == true { throw Problem(.badRequest, "name: the text is empty") }
    if let problem = edit.url.flatMap(WebhookURL.problem) { throw Problem(.badRequest, problem) }
    guard let segments = edit.segments else { return }
    if segments.count > WebhookDesk.segmentsMax {
      throw Problem(
        .badRequest,
        "segments: \(segments.count) names; use at most \(WebhookDesk.segmentsMax), or [] for all")
    }
    let isWrong = { (name: String) in
      name.isEmpty || name.unicodeScalars.count > segmentLengthMax
    }
    if segments.contains(where: isWrong) {
      throw Problem(
        .badRequest, "segments: a name has 1 to \(segmentLengthMax) letters, another does not fit")
    }
  }

  private static func list(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .get, "/api/webhooks", .admin, "All webhooks, without their secrets, and how they do.",
      answers: [.json(.named("WebhookList"), "The webhooks.")]
    ) { _ in
      let states = try await desk.list()
      return JSONAnswer.make { json in
        json.object { $0.member("webhooks", states) { $0.value($1) } }
      }
    }
  }

  private static func create(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .post, "/api/webhooks", .admin,
      "Makes a webhook, which is sent changes from now on; the answer is the only time that its "
        + "secret is shown.",
      body: .json(members(isNew: true)),
      answers: [.json(.named("NewWebhook"), "The webhook.", status: 201)], problems: [.conflict]
    ) { call in
      let (state, secret) = try await desk.create(try await edit(call, isNew: true))
      return JSONAnswer.make(status: .created) { $0.value(state, secret: secret) }
    }
  }

  private static func show(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .get, "/api/webhooks/{webhook}", .admin, "A webhook and how it does.", parameters: [id],
      answers: [.json(.named("Webhook"), "The webhook.")], problems: [.notFound]
    ) { call in
      let state = try await desk.state(of: call.pathNumber("webhook"))
      return JSONAnswer.make { $0.value(state) }
    }
  }

  private static func change(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .patch, "/api/webhooks/{webhook}", .admin,
      "Changes, pauses or resumes a webhook; a paused one misses nothing.", parameters: [id],
      body: .json(members(isNew: false)),
      answers: [.json(.named("Webhook"), "The webhook.")], problems: [.notFound]
    ) { call in
      let state = try await desk.change(
        call.pathNumber("webhook"), try await edit(call, isNew: false))
      return JSONAnswer.make { $0.value(state) }
    }
  }

  private static func delete(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .delete, "/api/webhooks/{webhook}", .admin,
      "Deletes a webhook with its dead letters and secrets.", parameters: [id],
      answers: [ApiAnswer(status: 204, meaning: "It is deleted.", content: [])],
      problems: [.notFound]
    ) { call in
      try await desk.delete(call.pathNumber("webhook"))
      return JSONAnswer.empty
    }
  }

  private static func addSecret(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .post, "/api/webhooks/{webhook}/secret", .admin,
      "Gives a webhook a new secret; requests are signed with the one before, too.",
      parameters: [id],
      answers: [.json(.named("NewWebhook"), "The webhook with its new secret.")],
      problems: [.notFound]
    ) { call in
      let (state, secret) = try await desk.addSecret(call.pathNumber("webhook"))
      return JSONAnswer.make { $0.value(state, secret: secret) }
    }
  }

  private static func dropSecrets(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .delete, "/api/webhooks/{webhook}/secret", .admin,
      "Ends the use of the secret before the newest.", parameters: [id],
      answers: [.json(.named("Webhook"), "The webhook.")], problems: [.notFound]
    ) { call in
      let state = try await desk.dropOldSecrets(call.pathNumber("webhook"))
      return JSONAnswer.make { $0.value(state) }
    }
  }

  private static func deadLetters(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .get, "/api/webhooks/{webhook}/dead-letters", .admin,
      "Changes that could not be delivered, the oldest first.",
      parameters: [
        id, .query("after", .number(0...Int64.max), "The next of the page before."),
        .limit(1_000, default: 100),
      ],
      answers: [.json(.named("DeadLetterPage"), "The dead letters.")], problems: [.notFound],
      work: .much
    ) { call in
      let limit = call.limit(default: 100)
      let letters = try await desk.deadLetters(
        of: call.pathNumber("webhook"), after: call.number("after") ?? 0, limit: limit)
      return JSONAnswer.make { json in
        json.object { json in
          json.member("letters", letters) { $0.value($1) }
          json.key("next")
          if letters.count == limit, let last = letters.last {
            json.value(last.position)
          } else {
            json.null()
          }
        }
      }
    }
  }

  private static func retry(_ desk: WebhookDesk) -> ApiRoute {
    ApiRoute(
      .post, "/api/webhooks/{webhook}/retry", .admin,
      "Begins dead letters anew, the oldest first, as many as there is room for.",
      parameters: [
        id, .query("position", .number(1...Int64.max), "Only the one of this change."),
        .limit(1_000, default: 100),
      ],
      answers: [.json(.named("RetriedLetters"), "Those that were taken.")],
      problems: [.notFound], work: .much
    ) { call in
      let taken = try await desk.retry(
        call.pathNumber("webhook"), position: call.number("position"),
        limit: call.limit(default: 100))
      return JSONAnswer.make { json in
        json.object { $0.member("positions", taken) { $0.value($1) } }
      }
    }
  }
}
