"""Every SQL variant of both engines answers like the slow twin where ties and edges abound."""
import os
import tempfile
import unittest

from dataset.columns import parquet_path, write_parquet
from harness.anchors import open_engine
from harness.questions import QUESTIONS, read_titles, read_variants

from .slow_twin import digest, nearest_rank, spent
from .small_world import NOW, small_world, timelines

PEOPLE = 1500
SEED = 1  # with it the buyers are a multiple of ten, where nearest ranks differ
SIZE = "small"


class QuestionsTest(unittest.TestCase):
    """Both engines load one small world; the twin computes what they must say."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        cls.before = os.environ.get("STARLING_BENCH_DATA")
        os.environ["STARLING_BENCH_DATA"] = cls.folder.name
        columns = small_world(PEOPLE, SEED)
        write_parquet(columns, parquet_path(SIZE))
        people = timelines(columns)
        cls.buyers = sum(spent(timeline, NOW) != 0 for timeline in people.values())
        cls.expected = {question: digest(question, people, NOW) for question in QUESTIONS}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()
        if cls.before is None:
            del os.environ["STARLING_BENCH_DATA"]
        else:
            os.environ["STARLING_BENCH_DATA"] = cls.before

    def check(self, name):
        """Compares every variant and layout of an engine with the twin."""
        engine = open_engine(name, SIZE)
        engine.load()
        self.assertEqual(engine.now(), NOW)
        for variant in read_variants(engine.file):
            for layout in variant.layouts:
                with self.subTest(question=variant.question, variant=variant.name, layout=layout):
                    _, members = engine.prepare(variant, layout, NOW)
                    self.assertEqual(members(), self.expected[variant.question])
                    engine.finish(variant)
        engine.close()

    def test_duckdb_answers_like_the_twin(self):
        self.check("duckdb")

    def test_clickhouse_answers_like_the_twin(self):
        self.check("clickhouse")

    def test_every_question_finds_somebody_but_not_everybody(self):
        for question, (count, _, _) in self.expected.items():
            with self.subTest(question=question):
                self.assertGreater(count, 0)
                self.assertLess(count, PEOPLE)

    def test_every_question_has_a_title_and_both_engines_a_variant(self):
        self.assertEqual(set(read_titles()), set(QUESTIONS))
        for file in ("duckdb.sql", "clickhouse.sql"):
            self.assertEqual({v.question for v in read_variants(file)}, set(QUESTIONS))

    def test_nearest_rank_at_exact_multiples(self):
        self.assertEqual(nearest_rank(range(1, 11), 90), 9)
        self.assertEqual(nearest_rank(range(1, 12), 90), 10)
        self.assertIsNone(nearest_rank([], 90))
        self.assertEqual(self.buyers % 10, 0)


if __name__ == "__main__":
    unittest.main()
