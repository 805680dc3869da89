"""ClickHouse, in process as chdb: one MergeTree table per layout, merged to one part."""
import json
import os

import chdb
from chdb import session

from dataset.clickstream import T0
from dataset.columns import data_folder, parquet_path

WEEK = 604_800_000  # milliseconds
ORDERS = {
    "raw": "ORDER BY ts",
    "ut": "ORDER BY (user_id, ts)",
    "eut": "ORDER BY (event, user_id, ts)",
    "weut": f"PARTITION BY intDiv(ts-{T0}, {WEEK}) ORDER BY (event, user_id, ts)",
}
COLUMNS = """user_id UInt64, ts UInt64, event LowCardinality(String),
    category LowCardinality(String), product_id UInt32, amount Float64, duration_s UInt32,
    device LowCardinality(String)"""


class Click:
    """A session on the tables of one size."""

    name, file = "clickhouse", "clickhouse.sql"

    def __init__(self, size, threads=2):
        """Opens the data folder of `size`."""
        self.size, self.threads = size, threads
        self.session = session.Session(os.path.join(data_folder(), f"{size}.chdb"))
        self.session.query("CREATE DATABASE IF NOT EXISTS bench ENGINE=Atomic")
        self.version = f"{self._rows('SELECT version()')[0][0]} (chdb {chdb.__version__})"

    def load(self, log=lambda *_: None):
        """Makes the layouts that are missing; a table counts once it has its final name."""
        for layout, order in ORDERS.items():
            if self._rows(f"EXISTS TABLE bench.{layout}")[0][0] == 1:
                continue
            self.session.query("DROP TABLE IF EXISTS bench.making SYNC")
            self.session.query(f"CREATE TABLE bench.making ({COLUMNS}) ENGINE=MergeTree {order}")
            threads = 1 if layout == "raw" else 2
            self.session.query(f"INSERT INTO bench.making {self._source(layout)} SETTINGS "
                               f"max_insert_threads=1, max_threads={threads}")
            self.session.query("OPTIMIZE TABLE bench.making FINAL")
            self.session.query(f"RENAME TABLE bench.making TO bench.{layout}")
            log(f"clickhouse {self.size}: table {layout}")

    def _source(self, layout):
        if layout != "raw":
            return "SELECT * FROM bench.raw"
        return f"""SELECT user_id, ts, event, category, product_id, ifNull(amount, 0), duration_s,
            device FROM file('{parquet_path(self.size)}', Parquet)"""

    def _rows(self, query):
        return json.loads(str(self.session.query(query, "JSONCompact")))["data"]

    def now(self):
        """The latest event's time in milliseconds."""
        return int(self._rows("SELECT max(ts) FROM bench.raw")[0][0])

    def prepare(self, variant, layout, now):
        """Returns calls that time and that check the members.

        The query condition cache stays off: it remembers which blocks answered the same filter.
        """
        members = variant.query(f"bench.{layout}", now)
        settings = {"max_threads": self.threads, "use_query_condition_cache": 0,
                    **variant.settings}
        tail = " SETTINGS " + ", ".join(f"{key}={value}" for key, value in settings.items())
        timed = f"SELECT count(), sum(user_id) FROM ({members})" + tail
        checked = f"""SELECT count(), sum(user_id), toString(sum(toUInt128(user_id)*user_id))
            FROM ({members})""" + tail
        return (lambda: self.session.query(timed, "CSV"),
                lambda: [int(value) for value in self._rows(checked)[0]])

    def finish(self, variant):
        """Nothing to take back: settings belong to the query."""

    def close(self):
        """Ends the session."""
        self.session.close()
