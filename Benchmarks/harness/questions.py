"""Reads the questions: their titles from questions.yaml, their SQL variants from the .sql files."""
import os
import re
from dataclasses import dataclass, field

from dataset.clickstream import T0

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORKSPACE = os.path.join(FOLDER, "questions.yaml")
QUESTIONS = [f"S{number}" for number in range(1, 11)]
LAYOUTS = {
    "raw": "arrival order",
    "ut": "by user, time",
    "eut": "by event, user, time",
    "weut": "weekly partitions of eut",
}


@dataclass
class Variant:
    """One way to ask a question in SQL."""

    question: str
    name: str
    layouts: list
    settings: dict
    lines: list = field(default_factory=list)

    def query(self, table, now):
        """The SQL that returns the members' user_id."""
        text = "".join(self.lines).strip()
        return text.replace("{T}", table).replace("{NOW}", str(now)).replace("{T0}", str(T0))


def read_variants(file):
    """The blocks of a .sql file, in its order; its head tells their form."""
    variants = []
    with open(os.path.join(FOLDER, file), encoding="utf-8") as lines:
        for line in lines:
            head = re.match(r"-- name: (\S+) (\S+)(.*)", line)
            if head:
                variants.append(_variant(*head.groups()))
            elif variants and not line.startswith("--"):
                variants[-1].lines.append(line)
    return variants


def _variant(question, name, options):
    options = dict(option.split("=", 1) for option in options.split())
    settings = [pair.split(":") for pair in options.get("settings", "").split(",") if pair]
    layouts = options["layouts"].split(",") if "layouts" in options else list(LAYOUTS)
    return Variant(question, name, layouts, dict(settings))


def read_titles():
    """The title of each question in words, from the workspace file."""
    titles, name = {}, None
    with open(WORKSPACE, encoding="utf-8") as lines:
        for line in lines:
            segment = re.match(r"  (s\d+):$", line)
            title = re.match(r"    title: (.*)$", line)
            if segment:
                name = segment.group(1)
            elif title:
                titles[name.upper()] = title.group(1)
    return titles
