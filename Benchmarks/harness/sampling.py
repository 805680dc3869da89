"""Times a call while watching whether other processes use the machine."""
import os
import statistics
import time
from dataclasses import dataclass

TICKS = os.sysconf("SC_CLK_TCK")
OTHERS_ALLOWED = 0.15  # of one core


@dataclass
class Timing:
    """What a call takes, in milliseconds, and how quiet the machine was."""

    median_ms: float
    best_ms: float
    quiet: int  # samples without other load
    disturbed: int


def machine_busy():
    """CPU seconds the whole machine has used so far."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, irq, softirq, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def sample(call, runs=5, budget=0.25, patience=4):
    """Times `call` in `runs` quiet samples and returns a Timing.

    Two calls warm up. A sample repeats a short call until it lasts `budget` seconds, and is taken
    again, at most `patience` times as often as asked, when other processes used the machine
    meanwhile. Calls over two seconds get at most three samples.
    """
    length = _seconds(call)
    if length < 5:
        length = _seconds(call)
    if length > 2:
        runs, patience = min(runs, 3), min(patience, 2)
    repeats = max(1, int(budget / max(length, 1e-4)))
    quiet, disturbed = [], []
    for _ in range(runs * patience):
        seconds, others = _one_sample(call, repeats)
        (quiet if others <= OTHERS_ALLOWED else disturbed).append(seconds)
        if len(quiet) == runs or (not quiet and len(disturbed) >= runs):
            break
        if others > OTHERS_ALLOWED:
            time.sleep(min(2.0, 0.1 + seconds))
    used = quiet if len(quiet) >= min(3, runs) else quiet + disturbed
    return Timing(statistics.median(used) * 1e3, min(used) * 1e3, len(quiet), len(disturbed))


def _seconds(call):
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def _one_sample(call, repeats):
    """Seconds per call, and the share of a core that other processes took."""
    busy, own, begin = machine_busy(), time.process_time(), time.perf_counter()
    for _ in range(repeats):
        call()
    wall = time.perf_counter() - begin
    others = machine_busy() - busy - (time.process_time() - own)
    return wall / repeats, max(0.0, others) / wall
