/// The settings document with which Segment's browser library starts.
///
/// The library asks `/v1/projects/{writeKey}/settings` of its content host before it sends
/// anything, and loads what `integrations` names. Only Segment's own integration is named, with
/// the write key and the host to send to, so that events come here and nothing else is loaded.
package enum SegmentSettings {
  /// The document as JSON.
  ///
  /// - Parameters:
  ///   - writeKey: The key of the source.
  ///   - host: Host and port where events are sent to, without scheme; `/v1` is added.
  ///   - isSecure: Whether they are sent over TLS.
  package static func document(writeKey: String, host: String, isSecure: Bool) -> [UInt8] {
    var text = Array(#"{"integrations":{"Segment.io":{"apiKey":"#.utf8)
    JSONText.append(writeKey, to: &text)
    text += #","apiHost":"#.utf8
    JSONText.append("\(host)/v1", to: &text)
    text += #","protocol":"\#(isSecure ? "https" : "http")","type":"server","#.utf8
    text += #""unbundledIntegrations":[],"addBundledMetadata":false,"#.utf8
    text += #""maybeBundledConfigIds":{},"versionSettings":"#.utf8
    text += #"{"version":"4.4.7","componentTypes":["browser"]}}},"#.utf8
    text += #""plan":{"track":{"__default":{"enabled":true,"integrations":{}}},"#.utf8
    text +=
      #""identify":{"__default":{"enabled":true}},"group":{"__default":{"enabled":true}}},"#
      .utf8
    text += #""edgeFunction":{},"analyticsNextEnabled":true,"middlewareSettings":{},"#.utf8
    text +=
      #""enabledMiddleware":{},"metrics":{"sampleRate":0},"legacyVideoPluginsEnabled":false,"#
      .utf8
    text += #""remotePlugins":[]}"#.utf8
    return text
  }
}
