"""Writes the comparison as text: the table on the terminal is the table in RESULTS.md."""
from .comparison import ENGINES, geometric_mean, quietness
from .questions import LAYOUTS, read_titles


def question_table(rows, starling):
    """Markdown: one line a question, then the summary lines."""
    titles = read_titles()
    lines = ["| question | people | Starling ms | DuckDB ms | layout | ClickHouse ms | layout "
             "| ratio |", "|---|--:|--:|--:|---|--:|---|--:|"]
    for row in rows:
        engines = [f"{row.best[name]['median_ms']:.2f} | {row.best[name]['layout']}"
                   for name in ENGINES]
        lines.append(f"| {row.question}: {titles[row.question]} | {row.people:,} "
                     f"| {row.starling_ms:.3f} | {engines[0]} | {engines[1]} | {row.ratio:.1f} |")
    total = sum(row.starling_ms for row in rows)
    better = sum(row.better_ms for row in rows)
    sums = [sum(row.best[name]["median_ms"] for row in rows) for name in ENGINES]
    all_ms = starling["all_ms"]
    lines += [
        f"| **sum** | | {total:.2f} | {sums[0]:.1f} | | {sums[1]:.1f} | | {better / total:.1f} |",
        f"| **all ten in one call**, against the sum of the better ({better:.1f} ms) | "
        f"| {all_ms:.2f} | | | | | {better / all_ms:.1f} |",
        "| **geometric mean of the ratios** | | | | | | "
        f"| {geometric_mean([row.ratio for row in rows]):.1f} |",
        f"| **smallest ratio** | | | | | | | {min(row.ratio for row in rows):.1f} |"]
    return "\n".join(lines)


def other_table(starling, extra):
    """Markdown: import, one person, replay and memory, with what they are held against."""
    events = starling["events"]
    person = starling["one_person_us"]
    event = starling.get("one_event_us")
    csv = extra.get("starling_csv_rows_per_second")
    stream = extra["stream"]
    lines = [
        "| measure | Starling | beside it |", "|---|--:|---|",
        f"| import of JSON Lines, events/s | {starling['import_events_per_second']:,.0f} "
        f"| DuckDB read_json {extra['imports']['json']:,.0f} |",
        f"| import of CSV, rows/s | {f'{csv:,.0f}' if csv else 'not measured'} "
        f"| DuckDB read_csv {extra['imports']['csv']:,.0f} |",
        f"| all ten for one person after an event, µs | median {person['median']:.2f}, "
        f"p99 {person['p99']:.2f} | |",
        *([f"| the same, with appending the event, µs | median {event['median']:.2f}, "
           f"p99 {event['p99']:.2f} | |"] if event else []),
        f"| replay with ten segments, events/s | {starling['replay_events_per_second']:,.0f} "
        f"| C loop, three segments, one core {stream['events_per_second']:,.0f} |",
        f"| peak memory, bytes an event | {starling['peak_bytes'] / events:.1f} "
        f"| {starling['peak_bytes'] / 2**20:,.0f} MiB in all |"]
    if starling.get("resident_bytes"):
        lines.append(f"| resident after import, bytes an event "
                     f"| {starling['resident_bytes'] / events:.1f} | |")
    return "\n".join(lines)


def results_page(size, date, machine, anchors, starling, rows, extra, live):
    """The whole of RESULTS.md; `live` is what was measured of the live server, as text."""
    versions = ", ".join([f"DuckDB {anchors['duckdb']['version']}",
                          f"ClickHouse {anchors['clickhouse']['version']}",
                          f"Starling {extra['starling_version']}"])
    dates = " and ".join(sorted({anchors[name]["date"] for name in ENGINES}))
    layouts = "; ".join(f"{key}: {text}" for key, text in LAYOUTS.items())
    return f"""# Results

Written by `make bench`; README.md says what is measured and how.

Size {size}: {starling['events']:,} events of {starling['people']:,} people, at {starling['at']}.
{date}, {machine['processor']}, two of {machine['cores']} cores, {machine['memory_gb']} GB,
{machine['system']}. {versions}.
DuckDB and ClickHouse were measured on {dates}. Two threads each; medians of quiet samples, in
milliseconds. All agree on the members of all questions, in all variants and layouts.
{quietness(anchors, starling)}

{question_table(rows, starling)}

Ratio: the faster engine's time over Starling's. Layouts: {layouts}.

{other_table(starling, extra)}

{live}"""
