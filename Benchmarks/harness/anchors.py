#!/usr/bin/env python3
"""Asks one engine every question in every variant and layout; run in a process of its own.

    python -m harness.anchors ENGINE SIZE OUT [--runs N] [--quick]

Every cell (variant, layout) is run and its members are compared. The cells near the best are then
timed in quiet samples; the lowest median is the engine's time for the question.
"""
import argparse
import json
import resource
import time

from .questions import LAYOUTS, QUESTIONS, read_variants
from .sampling import sample

FINALISTS = 4
NEAR = 1.5  # cells within this factor of the best first look are timed in full


def open_engine(name, size):
    """Opens an engine by name; the import stays inside so that only one engine is loaded."""
    if name == "duckdb":
        from .duck import Duck
        return Duck(size)
    from .click import Click
    return Click(size)


def first_look(engine, variants, now, runs):
    """Runs every cell; returns its members and a first time, the best of `runs` calls."""
    cells = []
    for variant in variants:
        for layout in variant.layouts:
            timed, checked = engine.prepare(variant, layout, now)
            cell = {"variant": variant.name, "layout": layout}
            try:
                cell["members"] = checked()
                cell["look_ms"] = min(seconds(timed) for _ in range(runs)) * 1e3
            except Exception as error:  # engines raise many kinds; the report shows the text
                cell["error"] = str(error)[:500]
            engine.finish(variant)
            cells.append(cell)
    return cells


def seconds(call):
    """Wall seconds of one call."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def time_finalists(engine, variants, cells, now, runs):
    """Adds quiet timings to the cells whose first look came near the best."""
    looked = sorted((cell for cell in cells if "look_ms" in cell), key=lambda c: c["look_ms"])
    for cell in looked[:FINALISTS]:
        if cell["look_ms"] > looked[0]["look_ms"] * NEAR:
            break
        variant = next(v for v in variants if v.name == cell["variant"])
        timed, _ = engine.prepare(variant, cell["layout"], now)
        cell.update(vars(sample(timed, runs)))
        engine.finish(variant)


def ask(engine, question, variants, now, runs, quick):
    """One question's cells and the best of them."""
    cells = first_look(engine, variants, now, 1 if quick else 3)
    if quick:
        for cell in cells:
            if "look_ms" in cell:
                cell["median_ms"] = cell["best_ms"] = cell["look_ms"]
    else:
        time_finalists(engine, variants, cells, now, runs)
    timed = [cell for cell in cells if "median_ms" in cell]
    if not timed:
        raise SystemExit(f"{engine.name} answered no variant of {question}: "
                         f"{[cell.get('error') for cell in cells]}")
    return {"cells": cells, "best": min(timed, key=lambda cell: cell["median_ms"])}


def main():
    """Loads what is missing, asks, writes OUT."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("engine", choices=["duckdb", "clickhouse"])
    parser.add_argument("size")
    parser.add_argument("out")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--questions", default=",".join(QUESTIONS))
    options = parser.parse_args()
    engine = open_engine(options.engine, options.size)
    engine.load(lambda line: print(line, flush=True))
    now = engine.now()
    report = {"engine": engine.name, "version": engine.version, "now": now, "questions": {}}
    variants = read_variants(engine.file)
    for question in options.questions.split(","):
        asked = [variant for variant in variants if variant.question == question]
        answer = ask(engine, question, asked, now, options.runs, options.quick)
        report["questions"][question] = answer
        best = answer["best"]
        print(f"{engine.name} {options.size} {question}: {best['members'][0]} people, "
              f"{best['median_ms']:.2f} ms ({best['variant']}, {LAYOUTS[best['layout']]})",
              flush=True)
    report["peak_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
    engine.close()


if __name__ == "__main__":
    main()
