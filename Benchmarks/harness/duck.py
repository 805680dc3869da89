"""DuckDB: one table per layout in a database file."""
import os

import duckdb

from dataset.clickstream import CATEGORIES, DEVICES, EVENTS, T0
from dataset.columns import data_folder, parquet_path

WEEK = 604_800_000  # milliseconds
ORDERS = {
    "raw": "",
    "ut": "ORDER BY user_id, ts",
    "eut": "ORDER BY event, user_id, ts",
    "weut": f"ORDER BY (ts-{T0})//{WEEK}, event, user_id, ts",
}
ENUMS = {"event_name": EVENTS, "category_name": CATEGORIES, "device_name": DEVICES}


class Duck:
    """A connection to the tables of one size."""

    name, file = "duckdb", "duckdb.sql"
    version = duckdb.__version__

    def __init__(self, size, threads=2):
        """Opens the database file of `size`, making the missing tables."""
        self.size = size
        self.connection = duckdb.connect(os.path.join(data_folder(), f"{size}.duckdb"))
        self.connection.execute(f"SET threads={threads}")
        self.connection.execute("SET preserve_insertion_order=false")

    def load(self, log=lambda *_: None):
        """Makes the layouts that are missing, in whole or not at all."""
        for layout, order in ORDERS.items():
            if layout in self._tables():
                continue
            self.connection.execute("BEGIN")
            if layout == "raw":
                self._make_enums()
            self.connection.execute("SET preserve_insertion_order=true")
            self.connection.execute(f"CREATE TABLE {layout} AS {self._source(layout)} {order}")
            self.connection.execute("COMMIT")
            self.connection.execute("CHECKPOINT")
            log(f"duckdb {self.size}: table {layout}")
        self.connection.execute("SET preserve_insertion_order=false")

    def _tables(self):
        return {row[0] for row in self.connection.execute("SHOW TABLES").fetchall()}

    def _make_enums(self):
        for name, values in ENUMS.items():
            self.connection.execute(f"CREATE TYPE {name} AS ENUM {tuple(values)}")

    def _source(self, layout):
        if layout != "raw":
            return "SELECT * FROM raw"
        return f"""SELECT user_id, ts, event::event_name AS event,
            category::category_name AS category, product_id, amount, duration_s,
            device::device_name AS device FROM read_parquet('{parquet_path(self.size)}')"""

    def now(self):
        """The latest event's time in milliseconds."""
        return self.connection.execute("SELECT max(ts) FROM raw").fetchone()[0]

    def prepare(self, variant, layout, now):
        """Applies the variant's settings; returns calls that time and that check the members."""
        members = variant.query(layout, now)
        for key, value in variant.settings.items():
            self.connection.execute(f"SET {key}={value}")
        timed = f"SELECT count(*), sum(user_id) FROM ({members})"
        checked = f"""SELECT count(*), coalesce(sum(user_id), 0)::BIGINT,
            coalesce(sum(user_id::HUGEINT*user_id), 0)::HUGEINT FROM ({members})"""
        return (lambda: self.connection.execute(timed).fetchall(),
                lambda: [int(value) for value in self.connection.execute(checked).fetchone()])

    def finish(self, variant):
        """Takes the variant's settings back."""
        for key in variant.settings:
            self.connection.execute(f"RESET {key}")

    def close(self):
        """Closes the database file."""
        self.connection.close()
