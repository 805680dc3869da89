#!/usr/bin/env python3
"""Measures Starling against DuckDB and ClickHouse on the same questions and the same data.

    bench.py [--size XS|S|M|H|L] [--quick] [--starling COMMAND] [--reuse-anchors] [--out FILE]

Makes what is missing in the folder named by STARLING_BENCH_DATA, runs each engine in a process
of its own, checks that all agree on the members and prints and writes the table. --quick takes
one sample of everything, only to prove that it runs and agrees; it writes no results unless asked.
Exit status 1: somebody disagrees. 2: Starling could not be run.
"""
import argparse
import json
import os
import shlex
import subprocess
import sys
from datetime import date

from dataset.clickstream import SIZES
from dataset.columns import data_folder, parquet_path
from dataset.eventfiles import csv_path, jsonl_path
from harness.comparison import ENGINES, compare, disagreements, quietness
from harness.machine import machine, two_cores
from harness.results import other_table, question_table, results_page
from harness.starling import StarlingFailed, run_starling

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT_COMMAND = os.path.join(os.path.dirname(HERE), ".build", "release", "starling")


def say(message):
    """Progress goes to standard error, the table to standard output."""
    print(message, file=sys.stderr, flush=True)


def prepare_data(size):
    """Makes the files of a size that are missing."""
    if not os.path.exists(parquet_path(size)):
        run_module("gen", size)
    if not (os.path.exists(jsonl_path(size)) and os.path.exists(csv_path(size))):
        run_module("gen", "events", size)
    if not os.path.exists(os.path.join(data_folder(), f"{size}.arrays", "meta.json")):
        run_module("gen", "arrays", size)


def run_module(module, *arguments):
    """Runs one module in a process of its own.

    The kernel counts a parent's memory at the fork towards the peak of the child, so this process
    stays small and leaves the work to others.
    """
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=HERE, check=True,
                   stdout=sys.stderr)


def measured(name, size, reuse, measure):
    """The report `measure(path)` leaves at a path; an earlier one of this machine if `reuse`."""
    path = os.path.join(data_folder(), f"{size}.{name}.json")
    here = machine()["id"]
    if reuse and os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        if report.get("machine") == here:
            say(f"{name}: reusing what was measured on {report['date']}")
            return report
    measure(path)
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    report.update(machine=here, date=str(date.today()))
    with open(path, "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
    return report


def measure_anchors(size, quick, reuse):
    """Both engines' reports."""
    options = ["--quick"] if quick else []
    suffix = "-quick" if quick else ""
    return {name: measured(
        name + suffix, size, reuse,
        lambda path, name=name: run_module("harness.anchors", name, size, path, *options))
            for name in ENGINES}


def measure_stream(path, size):
    """Compiles stream.c, runs it on a size and leaves its report at `path`."""
    program = os.path.join(data_folder(), "stream")
    subprocess.run(["cc", "-O3", "-march=native", os.path.join(HERE, "stream.c"), "-o", program],
                   check=True)
    with open(path, "wb") as file:
        subprocess.run([program, os.path.join(data_folder(), f"{size}.arrays")], check=True,
                       stdout=file)


def measure_starling(options, now):
    """Starling's report, and the rows per second of importing the CSV unless --no-csv."""
    say(f"starling: {options.starling}")
    report = run_starling(options.starling, [jsonl_path(options.size)], now)
    rows_per_second = None
    if not options.no_csv:
        extra = ["--mapping", os.path.join(HERE, "events.mapping.yaml")]
        csv = run_starling(options.starling, [csv_path(options.size)], now, extra)
        rows_per_second = csv["import_events_per_second"]
        differing = [name for name, segment in report["segments"].items()
                     if segment["count"] != csv["segments"][name]["count"]]
        if differing:
            raise StarlingFailed(f"the CSV gives other counts than the JSON for {differing}")
    return report, rows_per_second


def version_of(command):
    """What `COMMAND --version` prints, or "unknown"."""
    run = subprocess.run([*shlex.split(command), "--version"], capture_output=True, text=True,
                         check=False)
    return run.stdout.strip() or "unknown"


def parse_options():
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=list(SIZES), default="M")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--starling", default=os.environ.get("STARLING", DEFAULT_COMMAND))
    parser.add_argument("--no-csv", action="store_true", help="leave out the import of the CSV")
    parser.add_argument("--reuse-anchors", action="store_true")
    parser.add_argument("--anchors-only", action="store_true",
                        help="measure the other engines for a later --reuse-anchors")
    parser.add_argument("--out", help="where to write the page (default: RESULTS.md, none "
                        "with --quick)")
    options = parser.parse_args()
    if options.out is None and not options.quick:
        options.out = os.path.join(HERE, "RESULTS.md")
    return options


def main():
    """Prepares, measures, checks, prints and writes."""
    options = parse_options()
    two_cores()
    size = options.size
    prepare_data(size)
    anchors = measure_anchors(size, options.quick, options.reuse_anchors)
    extra = {
        "imports": measured("imports", size, options.reuse_anchors,
                            lambda path: run_module("harness.imports", size, path)),
        "stream": measured("stream", size, options.reuse_anchors,
                           lambda path: measure_stream(path, size))}
    starling = None
    if not options.anchors_only:
        try:
            starling, csv = measure_starling(options, anchors["duckdb"]["now"])
        except StarlingFailed as error:
            say(f"starling: {error}")
            return 2
        extra.update(starling_csv_rows_per_second=csv,
                     starling_version=version_of(options.starling))
    problems = disagreements(anchors, starling)
    for problem in problems:
        say(f"DISAGREE {problem}")
    if starling:
        rows = compare(anchors, starling)
        print(question_table(rows, starling), other_table(starling, extra),
              quietness(anchors, starling), sep="\n\n")
    if starling and options.out and not problems:
        with open(os.path.join(HERE, "live.md"), encoding="utf-8") as file:
            live = file.read()
        page = results_page(size, date.today(), machine(), anchors, starling, rows, extra, live)
        with open(options.out, "w", encoding="utf-8") as file:
            file.write(page)
        say(f"wrote {options.out}")
    say("somebody disagrees" if problems else "all agree on the members")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
