/// The shapes of all answers, by the names under which the document has them. Each is written by
/// the function of `JSONWriter` for its value; tests compare the two.
package enum ApiShapes {
  /// Name and shape, in the order of the document.
  package static let all: [(name: String, schema: ApiSchema)] =
    general + segments + people + questions + changes + definitions + quarantine + access + webhooks

  private static let count = ApiSchema.integer(minimum: 0)
  private static let text = ApiSchema.text()

  private static let general: [(name: String, schema: ApiSchema)] = [
    (
      "Problem",
      .object([
        .always("type", text, "URN of the kind of problem."),
        .always("title", text, "What kind of problem it is."),
        .always("status", count, "The status of the answer."),
        .always("detail", text, "What is wrong with this request, and what to do."),
        .always("instance", text, "URN with the name of the request, as in the logs."),
        .maybe("problems", .list(.named("DefinitionProblem"))),
      ])
    ),
    (
      "DefinitionProblem",
      .object([
        .always("severity", .choice(["error", "warning"])),
        .always("code", text, "What kind of problem it is, for programs."),
        .always("subject", .orNull(text), "What it belongs to, such as segment vip."),
        .always("message", text),
        .always("line", count, "From 1."),
        .always("column", count, "In Unicode scalars, from 1."),
        .always("expected", .orNull(text)),
        .always("suggestion", .orNull(text), "What to write instead."),
        .always("text", text, "The message with the line and carets under the place."),
      ])
    ),
  ]

  private static let segments: [(name: String, schema: ApiSchema)] = [
    (
      "Segment",
      .object([
        .always("name", text),
        .always("title", .orNull(text)),
        .always("description", .orNull(text)),
        .always("expression", text),
        .always("at", .instant, "The instant of the count."),
        .always("count", count, "People who are in it."),
        .always("share", .number, "Of all people, 0 to 1."),
        .always("version", count, "Version of the definitions that brought it."),
        .always("backfilling", .truth, "Whether a newer definition is being computed."),
      ])
    ),
    (
      "SegmentList",
      .object([
        .always("at", .instant), .always("people", count),
        .always("segments", .list(.named("Segment"))),
      ])
    ),
    (
      "CountHistory",
      .object([
        .always("segment", text),
        .always(
          "hours", .list(.object([.always("hour", .instant), .always("count", count)])),
          "Oldest first."),
      ])
    ),
    (
      "MemberPage",
      .object([
        .always("segment", text), .always("at", .instant), .always("count", count),
        .always(
          "members",
          .list(.object([.always("person", text), .always("since", .orNull(.instant))]))),
        .always("next", .orNull(text), "Send it as after for the next page."),
      ])
    ),
  ]

  private static let people: [(name: String, schema: ApiSchema)] = [
    (
      "PersonSegments",
      .object([
        .always("person", text), .always("at", .instant),
        .always(
          "segments",
          .list(
            .object([
              .always("name", text), .always("since", .orNull(.instant)),
              .always("next_flip", .named("NextFlip")),
            ]))),
      ])
    ),
    (
      "NextFlip",
      .object([
        .maybe("at", .instant, "When membership flips if nothing more happens."),
        .maybe("never", .truth),
        .maybe("beyond", .instant, "Not up to this instant, where the search ended."),
      ])
    ),
    (
      "Person",
      .object([
        .always("person", text), .always("identifiers", .list(text)),
        .always("first_seen", .instant), .always("last_seen", .instant), .always("events", count),
        .always(
          "traits",
          .map(
            .object([.always("value", .anything), .always("since", .orNull(.instant))])),
          "By path."),
        .always("segments", .named("PersonSegments")),
      ])
    ),
    (
      "TimelinePage",
      .object([
        .always("person", text),
        .always(
          "events",
          .list(
            .object([
              .always("at", .instant),
              .always(
                "type", .choice(["track", "page", "screen", "identify", "group", "alias"])),
              .always("name", text), .always("message_id", text),
              .always("properties", .map(.anything), "By path."),
            ])), "The latest first."),
        .always("next", .orNull(text), "Send it as after for the next page."),
      ])
    ),
    (
      "Explanation",
      .object([
        .always("person", text), .always("segment", text), .always("at", .instant),
        .always("member", .truth), .always("next_flip", .named("NextFlip")),
        .always("holds_thresholds", .truth), .always("explanation", .named("ExplanationPart")),
      ])
    ),
    (
      "ExplanationPart",
      .object([
        .always("text", text), .maybe("value", .anything), .maybe("until", .instant),
        .maybe("clock_from", .instant), .maybe("true_for", .list(.anything)),
        .maybe("unreached", text), .maybe("confirmed_at", .instant),
        .maybe("threshold_held", .truth), .maybe("explained_above", .truth),
        .maybe("unseen", .truth), .maybe("event_count", count),
        .maybe(
          "events",
          .list(
            .object([
              .always("at", .instant), .always("name", text), .maybe("value", .anything),
            ]))),
        .maybe("parts", .list(.named("ExplanationPart"))),
      ])
    ),
  ]

  private static let questions: [(name: String, schema: ApiSchema)] = [
    (
      "Preview",
      .object([
        .always("at", .instant), .always("count", count), .always("people", count),
        .always("share", .number), .always("sample", .list(text)),
        .always("warnings", .list(.named("DefinitionProblem"))),
      ])
    ),
    (
      "Overlap",
      .object([
        .always("at", .instant), .always("people", count), .always("segments", .list(text)),
        .always("counts", .list(.list(count)), "One row and one column for each segment."),
      ])
    ),
  ]

  private static let changes: [(name: String, schema: ApiSchema)] = [
    (
      "Change",
      .object([
        .always("position", count, "Its id for ever."), .always("at", .instant),
        .always("recorded_at", .instant), .always("segment", text), .always("person", text),
        .always("change", .choice(["enter", "exit"])),
        .always(
          "cause",
          .choice(["event", "time", "late", "definition", "merge", "threshold", "historical"])),
      ])
    ),
    (
      "ChangePage",
      .object([
        .always("changes", .list(.named("Change"))),
        .always("next", count, "Send it as after for the next page."),
        .always("last", count, "The latest position of the log."),
      ])
    ),
  ]

  private static let definitions: [(name: String, schema: ApiSchema)] = [
    (
      "DefinitionList",
      .object([
        .always("version", count), .always("timezone", text),
        .always(
          "definitions",
          .list(
            .object([
              .always("kind", .choice(DefinitionRoutes.kinds)), .always("name", text),
              .always("title", .orNull(text)), .always("description", .orNull(text)),
              .always("expression", text), .always("version", count),
              .always("changed", .instant),
            ]))),
      ])
    ),
    (
      "Version",
      .object([
        .always("version", count), .always("at", .instant), .always("by", text),
        .always("summary", text),
      ])
    ),
    ("VersionList", .object([.always("versions", .list(.named("Version")), "The latest first.")])),
    (
      "VersionText",
      .object([
        .always("version", count), .always("at", .instant), .always("by", text),
        .always("summary", text), .always("text", text), .always("difference", text),
      ])
    ),
    (
      "Check",
      .object([
        .always("accepted", .truth, "Whether there is no error."),
        .always("problems", .list(.named("DefinitionProblem"))),
      ])
    ),
  ]

  private static let quarantine: [(name: String, schema: ApiSchema)] = [
    (
      "QuarantineEntry",
      .object([
        .always("id", count), .always("source", count), .always("received_at", .instant),
        .always("reason", text), .always("detail", text),
        .always("raw", text, "As text; bytes that are not UTF-8 are replaced."),
        .always("state", .choice(QuarantineRoutes.states)),
      ])
    ),
    (
      "QuarantinePage",
      .object([
        .always("entries", .list(.named("QuarantineEntry")), "The latest first."),
        .always("next", .orNull(count), "Send it as before for the next page."),
      ])
    ),
    (
      "QuarantineCounts",
      .object([
        .always(
          "counts",
          .list(
            .object([.always("reason", text), .always("source", count), .always("count", count)])))
      ])
    ),
    (
      "Replay",
      .object([
        .always("accepted", count), .always("refused", .list(.named("QuarantineEntry"))),
        .always("complete", .truth, "Whether all entries that were meant have been tried."),
      ])
    ),
  ]

  private static let keyMembers: [ApiMember] = [
    .always("id", count), .always("name", text),
    .always("scopes", .list(.choice(KeyScopes.allWords))),
    .always("prefix", text, "First letters of the key."), .always("created", .instant),
    .always("revoked", .orNull(.instant)), .always("last_used", .orNull(.instant), "To the hour."),
  ]

  private static let sourceMembers: [ApiMember] = [
    .always("id", count), .always("name", text),
    .always("kind", .choice(SourceKind.allCases.map(\.rawValue))),
    .always("prefix", text, "First letters of the write key."), .always("created", .instant),
    .always("disabled", .orNull(.instant)), .maybe("limits", .map(.anything)),
    .maybe("mapping", .map(.anything)),
  ]

  private static let access: [(name: String, schema: ApiSchema)] = [
    ("Key", .object(keyMembers)),
    ("NewKey", .object(keyMembers + [.always("key", text, "The key: shown this once.")])),
    ("KeyList", .object([.always("keys", .list(.named("Key")))])),
    ("Source", .object(sourceMembers)),
    (
      "NewSource",
      .object(sourceMembers + [.always("write_key", text, "The write key: shown this once.")])
    ),
    ("SourceList", .object([.always("sources", .list(.named("Source")))])),
    ("Clock", .object([.always("now", .instant, "What time it is.")])),
    ("Health", .object([.always("status", .choice(["ok"]))])),
    (
      "Readiness",
      .object([.always("ready", .truth), .always("waiting_for", .list(text))])
    ),
  ]

  private static let webhookMembers: [ApiMember] = [
    .always("id", count), .always("name", text), .always("url", text),
    .always("segments", .orNull(.list(text)), "null = all."), .always("in_flight_max", count),
    .always("paused", .truth), .always("secrets", count, "How many requests are signed with."),
    .always(
      "status",
      .orNull(
        .object([
          .always("cursor", count, "Position up to which changes were looked at."),
          .always("behind", count, "Changes that were not."),
          .always("waiting", count, "Deliveries that wait for their time."),
          .always("in_flight", count, "Requests under way."),
          .always("oldest", .orNull(.instant), "When the oldest unfinished one was found."),
        ])), "null while the server starts."),
  ]

  private static let webhooks: [(name: String, schema: ApiSchema)] = [
    ("Webhook", .object(webhookMembers)),
    ("NewWebhook", .object(webhookMembers + [.always("secret", text, "Shown this once.")])),
    ("WebhookList", .object([.always("webhooks", .list(.named("Webhook")))])),
    (
      "DeadLetterPage",
      .object([
        .always(
          "letters",
          .list(
            .object([
              .always("position", count), .always("attempts", count),
              .always("problem", text, "How the last attempt failed."),
              .always("change", .orNull(.named("Change")), "null = the log is damaged there."),
            ])), "The oldest first."),
        .always("next", .orNull(count), "Send it as after for the next page."),
      ])
    ),
    ("RetriedLetters", .object([.always("positions", .list(count))])),
  ]
}
