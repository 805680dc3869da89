"""The whole benchmark on a small size with a stand-in for Starling, and the pieces around it."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

from harness.comparison import geometric_mean
from harness.starling import StarlingFailed, instant_text, parse_report

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(os.path.dirname(HERE), "bench.py")
STAND_IN = f"{sys.executable} {os.path.join(HERE, 'stand_in.py')}"


class BenchTest(unittest.TestCase):
    """Runs bench.py as a user does, in a folder of its own."""

    def bench(self, folder, *options, **environment):
        """One run on 0.1 million events."""
        return subprocess.run(
            [sys.executable, BENCH, "--size", "XS", "--quick", *options],
            env={**os.environ, "STARLING_BENCH_DATA": folder, **environment},
            capture_output=True, text=True, check=False)

    def test_runs_agrees_and_tells_a_liar(self):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            page = os.path.join(folder, "RESULTS.md")
            run = self.bench(folder, "--starling", STAND_IN, "--out", page)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("| S10: ", run.stdout)
            with open(page, encoding="utf-8") as file:
                self.assertIn(run.stdout.split("\n\n")[0], file.read())
            liar = self.bench(folder, "--reuse-anchors", "--starling", STAND_IN, STAND_IN_LIES="s3")
            self.assertEqual(liar.returncode, 1, liar.stderr)
            self.assertIn("DISAGREE S3: starling", liar.stderr)
            absent = self.bench(folder, "--reuse-anchors", "--starling", "/no/such/starling")
            self.assertEqual(absent.returncode, 2)
            self.assertIn("swift build -c release", absent.stderr)


class PiecesTest(unittest.TestCase):
    """Small parts with an answer one can see."""

    def test_instant_in_the_form_of_the_language(self):
        self.assertEqual(instant_text(1_764_460_666_229), "2025-11-29T23:57:46.229Z")

    def test_geometric_mean(self):
        self.assertAlmostEqual(geometric_mean([2, 8]), 4)

    def test_a_report_that_lacks_something_names_it(self):
        with self.assertRaisesRegex(StarlingFailed, "lacks .*all_ms.*segments.s1"):
            parse_report(json.dumps({"events": 1, "segments": {}}))
        with self.assertRaisesRegex(StarlingFailed, "not JSON"):
            parse_report("Segmentation fault")


if __name__ == "__main__":
    unittest.main()
