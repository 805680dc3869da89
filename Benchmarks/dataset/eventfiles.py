"""The same events as files: JSON Lines in the Segment shape, and CSV.

A line is joined from fragments by Arrow's string kernels, a row group at a time; the data buffer
of the joined array is the text of the file. Person 42 is written "u0000042". Absent values (0 in
the columns) are left out of the JSON and empty in the CSV.
"""
import os

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .clickstream import CATEGORIES, DEVICES, EVENTS, SIZES
from .columns import data_folder, read_row_groups

CONTEXT = '"context":{"library":{"name":"starling-bench","version":"1.0"}}'
CSV_HEADER = "user_id,timestamp,event,category,product_id,amount,duration_s,device\n"
HEX = np.array([list(f"{byte:02x}".encode()) for byte in range(256)], np.uint8)
DASHES = [8, 13, 18, 23]
DIGITS = [place for place in range(36) if place not in DASHES]


def jsonl_path(size):
    """Where a size's JSON Lines are kept."""
    return os.path.join(data_folder(), f"{size}.events.jsonl")


def csv_path(size):
    """Where a size's CSV is kept."""
    return os.path.join(data_folder(), f"{size}.events.csv")


def write_event_files(size, log=lambda *_: None):
    """Writes both files of a size from its Parquet file."""
    row = 0
    with open(jsonl_path(size) + ".part", "wb") as lines, \
            open(csv_path(size) + ".part", "wb") as table:
        table.write(CSV_HEADER.encode())
        for columns in read_row_groups(size):
            texts = Texts(columns)
            lines.write(joined(json_fragments(texts, message_ids(row, columns, SIZES[size].seed))))
            table.write(joined(csv_fragments(texts)))
            row += len(columns["ts"])
            log(f"{row} events written")
    for path in (jsonl_path(size), csv_path(size)):
        os.replace(path + ".part", path)


class Texts:
    """The columns of one row group as strings; absent numbers are null."""

    def __init__(self, columns):
        """Formats every column once, for both files."""
        self.person = pc.utf8_lpad(pc.cast(pa.array(columns["user_id"]), pa.string()), 7, "0")
        self.time = pa.array(np.datetime_as_string(
            columns["ts"].astype("datetime64[ms]"), unit="ms").astype("S23")).cast(pa.string())
        self.event = columns["event"]
        self.category = columns["category"]
        self.device = columns["device"]
        self.product = number_texts(columns["product_id"])
        self.amount = number_texts(columns["amount"])
        self.duration = number_texts(columns["duration_s"])


def number_texts(values):
    """Decimal strings; 0 becomes null."""
    return pc.cast(pa.array(values, mask=values == 0), pa.string())


def chosen(codes, names, form):
    """The text `form` makes of each coded name."""
    return pa.array([form.format(name) for name in names]).take(pa.array(codes))


def prefixed(prefix, values):
    """The prefix before each value, nothing where the value is null."""
    return pc.fill_null(pc.binary_join_element_wise(prefix, values, ""), "")


def joined(fragments):
    """The bytes of all rows' fragments, one after the other."""
    lines = pc.binary_join_element_wise(*fragments, "")
    chunks = lines.chunks if isinstance(lines, pa.ChunkedArray) else [lines]
    return b"".join(text_of(chunk) for chunk in chunks)


def text_of(strings):
    """The data buffer of a string array that starts at offset 0."""
    _, offsets, data = strings.buffers()
    return data[:int(np.frombuffer(offsets, np.int32)[len(strings)])]


def json_fragments(texts, ids):
    """One Segment track call a line, about 300 bytes."""
    return [
        chosen(texts.event, EVENTS, '{{"type":"track","event":"{}","userId":"u'), texts.person,
        '","timestamp":"', texts.time, 'Z","messageId":"', ids,
        chosen(texts.category, CATEGORIES, '","properties":{{"category":"{}"'),
        prefixed(',"product_id":', texts.product), prefixed(',"amount":', texts.amount),
        prefixed(',"duration_s":', texts.duration),
        chosen(texts.device, DEVICES, ',"device":"{}"}},' + CONTEXT.replace("{", "{{")
               .replace("}", "}}") + "}}\n")]


def csv_fragments(texts):
    """One row a line, in the order of CSV_HEADER."""
    return [
        "u", texts.person, ",", texts.time, chosen(texts.event, EVENTS, "Z,{},"),
        chosen(texts.category, CATEGORIES, "{},"), pc.fill_null(texts.product, ""), ",",
        pc.fill_null(texts.amount, ""), ",", pc.fill_null(texts.duration, ""),
        chosen(texts.device, DEVICES, ",{}\n")]


def message_ids(first_row, columns, seed):
    """Canonical lower-case version-4 UUIDs that depend on the seed and the row alone."""
    count = len(columns["ts"])
    rows = np.arange(first_row, first_row + count, dtype=np.uint64) * np.uint64(2)
    words = np.stack([splitmix64(rows, seed), splitmix64(rows + np.uint64(1), seed)], axis=1)
    raw = words.astype(">u8").view(np.uint8)
    raw[:, 6] = raw[:, 6] & 0x0F | 0x40
    raw[:, 8] = raw[:, 8] & 0x3F | 0x80
    text = np.full((count, 36), ord("-"), np.uint8)
    text[:, DIGITS] = HEX[raw].reshape(count, 32)
    return pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(36), count, [None, pa.py_buffer(text)]).cast(pa.binary()).cast(pa.string())


def splitmix64(values, seed):
    """Steele, Lea and Flood's SplitMix64 finaliser: a bijection of 64-bit words."""
    step = 0x9E3779B97F4A7C15
    with np.errstate(over="ignore"):
        z = (values + np.uint64(1)) * np.uint64(step) + np.uint64(seed * step % 2**64)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))
