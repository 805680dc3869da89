import StarlingWorkspace
import Testing

/// Comments of the language around expressions that are formatted.
@Suite struct FormatCommentTests {
  @Test func `a number sign in a string starts no comment`() throws {
    let text = """
      segments:
        a: |
          # first "#"
          count( "x # y"{p == "#"} [ 168h ] )>=2 # c "d" # e

      """
    let wanted = """
      segments:
        a: |
          # first "#"
          count("x # y"{p == "#"}[7d]) >= 2  # c "d" # e

      """
    #expect(try WorkspaceFormatter.format(text) == wanted)
    #expect(try WorkspaceFormatter.format(wanted) == wanted)
  }

  @Test func `a string of many number signs is formatted in time`() throws {
    let signs = String(repeating: "#", count: 200_000)
    let text = "segments:\n  a: |\n    \"\(signs)\"[ 168h ] # \(signs)\n"
    let clock = ContinuousClock()
    let time = try clock.measure {
      let formatted = try WorkspaceFormatter.format(text)
      #expect(formatted.contains("\"[7d]  # ###"))
    }
    #expect(time < .seconds(20))
  }
}
