#!/usr/bin/env python3
"""How fast DuckDB reads the event files into a table in memory; run in a process of its own.

    python -m harness.imports SIZE OUT

Two threads, columns and types named (faster than letting it guess), rows in any order. The table
is not written to disk, as Starling's timelines are not.
"""
import json
import sys
import time

import duckdb

from dataset.eventfiles import csv_path, jsonl_path

JSON_COLUMNS = """{type: 'VARCHAR', event: 'VARCHAR', userId: 'VARCHAR', timestamp: 'TIMESTAMP',
    messageId: 'UUID', properties: 'STRUCT(category VARCHAR, product_id INTEGER, amount DOUBLE,
    duration_s INTEGER, device VARCHAR)'}"""
CSV_COLUMNS = """{user_id: 'VARCHAR', timestamp: 'TIMESTAMP', event: 'VARCHAR',
    category: 'VARCHAR', product_id: 'INTEGER', amount: 'DOUBLE', duration_s: 'INTEGER',
    device: 'VARCHAR'}"""


def rows_per_second(source, runs=2):
    """The best of `runs` readings of a table function into a new table."""
    best, rows = float("inf"), 0
    for _ in range(runs):
        connection = duckdb.connect(config={"threads": 2})
        connection.execute("SET preserve_insertion_order=false")
        begin = time.perf_counter()
        connection.execute(f"CREATE TABLE events AS SELECT * FROM {source}")
        best = min(best, time.perf_counter() - begin)
        rows = connection.execute("SELECT count(*) FROM events").fetchone()[0]
        connection.close()
    return rows / best


def main(size, out):
    """Measures both files and writes OUT."""
    report = {
        "json": rows_per_second(f"read_json('{jsonl_path(size)}', columns={JSON_COLUMNS}, "
                                "format='newline_delimited')"),
        "csv": rows_per_second(f"read_csv('{csv_path(size)}', header=true, delim=',', "
                               f"columns={CSV_COLUMNS})")}
    print(f"duckdb reads {report['json']:,.0f} JSON events/s and {report['csv']:,.0f} CSV rows/s",
          flush=True)
    with open(out, "w", encoding="utf-8") as file:
        json.dump(report, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
