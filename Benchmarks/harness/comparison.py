"""Sets the engines' reports beside each other: agreement on members, ratios, their means."""
import math
from dataclasses import dataclass

from .questions import QUESTIONS
from .starling import median_ms, members_of

ENGINES = ["duckdb", "clickhouse"]


@dataclass
class Row:
    """One question: how many people, and milliseconds per engine."""

    question: str
    people: int
    starling_ms: float
    best: dict  # by engine: the best cell of its anchors

    @property
    def better_ms(self):
        """The faster engine's time."""
        return min(cell["median_ms"] for cell in self.best.values())

    @property
    def ratio(self):
        """How many times faster Starling is than the faster engine."""
        return self.better_ms / self.starling_ms


def disagreements(anchors, starling):
    """One sentence for each cell, or for Starling, whose members differ from the first cell's."""
    problems = []
    for question in QUESTIONS:
        reference = None
        for engine, report in anchors.items():
            for cell in report["questions"][question]["cells"]:
                place = f"{question}: {engine} {cell['variant']} on {cell['layout']}"
                if "error" in cell:
                    problems.append(f"{place} failed: {cell['error']}")
                    continue
                reference = reference or cell["members"]
                if cell["members"] != reference:
                    problems.append(f"{place} finds {cell['members']}, not {reference}")
        if starling and members_of(starling, question) != reference:
            problems.append(f"{question}: starling finds {members_of(starling, question)}, "
                            f"not {reference} (count, sum of ids, sum of squares)")
    return problems


def compare(anchors, starling):
    """The rows of the table."""
    return [Row(question, members_of(starling, question)[0], median_ms(starling, question),
                {name: anchors[name]["questions"][question]["best"] for name in anchors})
            for question in QUESTIONS]


def quietness(anchors, starling):
    """A sentence on how much other processes may have disturbed the times."""
    best = [anchors[name]["questions"][question]["best"]
            for name in anchors for question in QUESTIONS]
    if not any("quiet" in cell for cell in best):
        return "A quick run: one sample of everything, whatever else the machine did."
    quiet = sum(cell.get("quiet", 0) >= 3 for cell in best)
    return (f"{quiet} of the engines' {len(best)} times come from quiet samples; "
            f"other processes took {starling['others_busy']:.0%} of a core while Starling ran.")


def geometric_mean(values):
    """The mean of ratios."""
    return math.exp(sum(map(math.log, values)) / len(values))
