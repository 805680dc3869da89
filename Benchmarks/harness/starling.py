"""Runs `starling bench` and reads its report.

    starling bench EVENTS... --segments FILE --at INSTANT --format json --members-digest

imports the events, keeps them in memory, asks each segment alone and all in one call, and prints
one JSON object: events, people, import_seconds, import_events_per_second, peak_bytes,
resident_bytes, at, segments {s1: {count, digest {id_sum, id_sq_sum}, ms, ms_median}}, all_ms,
one_person_us {median, p99}, one_event_us {median, p99}, replay_events_per_second.
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone

from .questions import QUESTIONS, WORKSPACE
from .sampling import machine_busy

NEEDED = ["events", "people", "import_seconds", "import_events_per_second", "peak_bytes", "at",
          "segments", "all_ms", "one_person_us", "replay_events_per_second"]


class StarlingFailed(Exception):
    """The command ended with an error or printed something else than its report."""


def instant_text(milliseconds):
    """An instant of the language: 2025-11-29T23:57:46.229Z."""
    time = datetime.fromtimestamp(milliseconds // 1000, timezone.utc)
    return f"{time:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


def bench_arguments(files, now):
    """The arguments after the command's name."""
    return ["bench", *files, "--segments", WORKSPACE, "--at", instant_text(now),
            "--format", "json", "--members-digest"]


def run_starling(command, files, now, extra=()):
    """Runs the command and returns its report; the peak is the larger of its own and the kernel's.

    `others_busy` is added: the share of a core that other processes took meanwhile.
    """
    busy, begin = machine_busy(), time.perf_counter()
    arguments = [*shlex.split(command), *bench_arguments(files, now), *extra]
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(arguments, stdout=output, stderr=sys.stderr)
        except OSError as error:
            raise StarlingFailed(f"cannot run {arguments[0]}: {error.strerror}; build it with "
                                 "`swift build -c release` or name it with --starling") from error
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        others = machine_busy() - busy - usage.ru_utime - usage.ru_stime
        others /= time.perf_counter() - begin
        output.seek(0)
        text = output.read().decode()
    if process.returncode != 0:
        raise StarlingFailed(f"{shlex.join(arguments)} ended with status {process.returncode}")
    report = parse_report(text)
    report["peak_bytes"] = max(report["peak_bytes"], usage.ru_maxrss * 1024)
    report["others_busy"] = max(0.0, others)
    return report


def parse_report(text):
    """The report as a dictionary, checked for what the tables need."""
    try:
        report = json.loads(text)
    except json.JSONDecodeError as error:
        raise StarlingFailed(f"not JSON ({error}): {text[:200]!r}") from error
    missing = [key for key in NEEDED if key not in report]
    missing += [f"segments.{name}" for name in map(str.lower, QUESTIONS)
                if name not in report.get("segments", {})]
    if missing:
        raise StarlingFailed(f"the report lacks {', '.join(missing)}")
    return report


def members_of(report, question):
    """Count, sum of ids and sum of their squares, as the engines report them."""
    segment = report["segments"][question.lower()]
    digest = segment["digest"]
    return [int(segment["count"]), int(digest["id_sum"]), int(digest["id_sq_sum"])]


def median_ms(report, question):
    """The median of asking one question alone."""
    segment = report["segments"][question.lower()]
    return float(segment.get("ms_median", segment["ms"]))
