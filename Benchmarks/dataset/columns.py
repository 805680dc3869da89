"""The drawn columns on disk: Parquet for the engines, raw arrays for the C loop."""
import json
import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .clickstream import CATEGORIES, DEVICES, EVENTS, PURCHASE

ROW_GROUP = 1 << 20  # rows
NAMES = {"event": EVENTS, "category": CATEGORIES, "device": DEVICES}


def data_folder():
    """The folder for everything big, from STARLING_BENCH_DATA; never inside the repository."""
    folder = os.environ.get("STARLING_BENCH_DATA")
    if not folder:
        raise SystemExit("STARLING_BENCH_DATA is not set: name a folder with room for the data, "
                         "e.g. STARLING_BENCH_DATA=$HOME/starling-bench (size M needs 8 GB)")
    os.makedirs(folder, exist_ok=True)
    return folder


def parquet_path(size):
    """Where a size's columns are kept."""
    return os.path.join(data_folder(), f"{size}.parquet")


def _dictionary(codes, names):
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(names))


def write_parquet(columns, path):
    """Writes the columns of `generate` in row groups; amounts are null unless a purchase."""
    rows, writer = len(columns["ts"]), None
    for begin in range(0, rows, ROW_GROUP):
        part = {name: values[begin:begin + ROW_GROUP] for name, values in columns.items()}
        arrays = {name: _dictionary(values, NAMES[name]) if name in NAMES else values
                  for name, values in part.items()}
        arrays["amount"] = pa.array(part["amount"], mask=part["event"] != PURCHASE)
        table = pa.table(arrays)
        if writer is None:
            writer = pq.ParquetWriter(path + ".part", table.schema, compression="snappy")
        writer.write_table(table, row_group_size=ROW_GROUP)
    writer.close()
    os.replace(path + ".part", path)


def read_row_groups(size):
    """Yields a size's columns row group by row group, names as codes, absent amounts as 0."""
    file = pq.ParquetFile(parquet_path(size), read_dictionary=list(NAMES))
    for group in range(file.num_row_groups):
        table = file.read_row_group(group).combine_chunks()
        yield {name: _decoded(name, table.column(name)) for name in table.column_names}


def _decoded(name, column):
    if name not in NAMES:
        return np.nan_to_num(column.to_numpy())
    chunk = column.chunk(0)
    codes = np.array([NAMES[name].index(v) for v in chunk.dictionary.to_pylist()], np.uint8)
    return codes[chunk.indices.to_numpy()]


def write_arrays(size):
    """Little-endian column files in arrival order for stream.c, and their meta.json."""
    folder = os.path.join(data_folder(), f"{size}.arrays")
    os.makedirs(folder, exist_ok=True)
    types = {"user_id": np.uint32, "ts": np.int64, "event": np.uint8, "category": np.uint8}
    files = {name: open(os.path.join(folder, f"{name}.bin"), "wb") for name in types}
    rows, now = 0, 0
    for columns in read_row_groups(size):
        for name, file in files.items():
            columns[name].astype(types[name]).tofile(file)
        rows, now = rows + len(columns["ts"]), int(columns["ts"].max())
    for file in files.values():
        file.close()
    with open(os.path.join(folder, "meta.json"), "w") as file:
        json.dump({"rows": rows, "now": now}, file)
    return folder
