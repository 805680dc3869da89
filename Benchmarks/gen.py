#!/usr/bin/env python3
"""Makes the benchmark's data in the folder named by STARLING_BENCH_DATA.

    gen.py SIZE           SIZE.parquet, the columns the engines load (XS S M H L)
    gen.py events SIZE    SIZE.events.jsonl and SIZE.events.csv, what Starling imports
    gen.py arrays SIZE    SIZE.arrays/, raw columns for stream.c

XS is 0.1 million events, S 1, M 10, H 50, L 100.
"""
import sys
import time

from dataset.clickstream import SIZES, generate
from dataset.columns import parquet_path, write_arrays, write_parquet
from dataset.eventfiles import write_event_files


def main(arguments):
    """Runs one of the three forms above."""
    what, size = ("columns", *arguments) if len(arguments) == 1 else arguments or (None, None)
    if size not in SIZES or what not in ("columns", "events", "arrays"):
        raise SystemExit(__doc__)
    begin = time.time()

    def log(message):
        print(f"[{time.time() - begin:6.1f} s] {message}", flush=True)

    if what == "columns":
        write_parquet(generate(SIZES[size], log), parquet_path(size))
        log(f"wrote {parquet_path(size)}")
    elif what == "events":
        write_event_files(size, log)
    else:
        log(f"wrote {write_arrays(size)}")


if __name__ == "__main__":
    main(sys.argv[1:])
