/// The reference of all options, written from their table.
package enum ConfigurationPage {
  /// The page in Markdown; `docs/reference/configuration.md` is this text.
  package static let text = """
    # Configuration

    Options of `starling serve`. Each can be given as a flag, `--port 9000`; as a variable of the
    environment, `STARLING_PORT=9000`; or as a line of the configuration file, `port: 9000`. A flag
    wins over the environment, the environment over the file, the file over the default.

    The file is `starling.yaml` in the data directory, or the one that `--config PATH` or
    `STARLING_CONFIG` names. It is YAML with one `name: value` a line. A name that no option has, or
    a value that does not fit, ends the start with a message that says where it stands and what was
    expected.

    Durations are written as in definitions (`30s`, `1m30s`), sizes as `64 KiB`, `20 MiB` or a plain
    number of bytes.

    \(table)

    This page is generated from the table of options in the code; a test compares the two.

    """

  private static var table: String {
    let rows = ServerOption.all.map { option in
      let value = option.defaultText.map { "`\($0)`" } ?? "none"
      return
        "| `\(option.name)` | `\(option.environmentName)` | \(option.kind.expectation) "
        + "| \(value) | \(option.meaning) |"
    }
    return (["| option | variable | value | default | meaning |", "|---|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}
