#!/usr/bin/env python3
"""Prints a workspace of so many segments: those of Examples/shop.yaml, and variations of them with
longer windows and other numbers; and `probe`, by which Benchmarks/load.cpp measures changes.

    Benchmarks/load-segments.py 100 > load.yaml
"""
import pathlib
import re
import sys

import yaml


def varied(text, step):
    """The same question over longer windows and with larger counts."""
    text = re.sub(r"\[(\d+)([dhm])", lambda m: f"[{int(m[1]) + step}{m[2]}", text)
    return re.sub(r">= (\d+)\b(?![a-z])", lambda m: f">= {int(m[1]) + step % 3}", text)


def main(count):
    path = pathlib.Path(__file__).resolve().parent.parent / "Examples" / "shop.yaml"
    workspace = yaml.safe_load(path.read_text())
    originals = {
        name: segment["when"] for name, segment in workspace["segments"].items() if "when" in segment
    }
    segments = {"probe": {"when": "probe"}}
    step = 0
    while len(segments) < count:
        for name, text in originals.items():
            if len(segments) == count:
                break
            full = name if step == 0 else f"{name}_{step}"
            segments[full] = {"when": text if step == 0 else varied(text, step)}
        step += 1
    workspace["segments"] = segments
    print(yaml.safe_dump(workspace, sort_keys=False, width=1000))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
