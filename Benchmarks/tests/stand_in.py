#!/usr/bin/env python3
"""Stands in for `starling` in the tests: answers `bench` from the events with the slow twin.

It reads the JSON Lines it is given, so it also proves that the event files say the same as the
tables. Its times are made up. STAND_IN_LIES=s3 makes it report one member too many.
"""
import argparse
import json
import os
import sys
from datetime import datetime

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from harness.questions import QUESTIONS  # noqa: E402
from tests.slow_twin import digest  # noqa: E402


def read_timelines(paths):
    """Events by person id; what a property lacks counts as nothing."""
    people = {}
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                event = json.loads(line)
                properties = event["properties"]
                people.setdefault(int(event["userId"][1:]), []).append({
                    "ts": milliseconds(event["timestamp"]), "event": event["event"],
                    "category": properties.get("category"),
                    "amount": properties.get("amount", 0),
                    "duration_s": properties.get("duration_s", 0)})
    return people


def milliseconds(text):
    """The instant a timestamp names."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def main():
    """Prints the report of the contract in harness/starling.py."""
    if "--version" in sys.argv:
        print("stand-in")
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["bench"])
    parser.add_argument("events", nargs="+")
    parser.add_argument("--segments", required=True)
    parser.add_argument("--at", required=True)
    parser.add_argument("--format", choices=["json"], required=True)
    parser.add_argument("--members-digest", action="store_true", required=True)
    options = parser.parse_args()
    people = read_timelines(options.events)
    segments = {}
    for question in QUESTIONS:
        count, id_sum, id_sq_sum = digest(question, people, milliseconds(options.at))
        count += question.lower() == os.environ.get("STAND_IN_LIES")
        segments[question.lower()] = {
            "count": count, "digest": {"id_sum": id_sum, "id_sq_sum": id_sq_sum},
            "ms": 0.5, "ms_median": 1.0}
    events = sum(map(len, people.values()))
    json.dump({
        "events": events, "people": len(people), "import_seconds": 1.0,
        "import_events_per_second": events, "peak_bytes": 40 * events,
        "resident_bytes": 30 * events, "at": options.at, "segments": segments, "all_ms": 5.0,
        "one_person_us": {"median": 3.0, "p99": 9.0}, "replay_events_per_second": 1e6}, sys.stdout)


if __name__ == "__main__":
    main()
