#!/usr/bin/env python3
"""Prints so many events like those that load.cpp sends, 17 µs apart, of so many people.

    Benchmarks/load-events.py 2200000 10000 > events.jsonl
"""
import datetime
import random
import sys

NAMES = ["page_view"] * 3 + ["product_view"] * 2 + [
    "search", "add_to_cart", "wishlist_add", "checkout_start", "purchase"
]
CATEGORIES = ["electronics", "fashion", "home", "beauty", "sports", "toys", "books", "grocery"]
START = datetime.datetime(2026, 3, 1)


def event(number, people):
    """One event; people come in sessions, two thousand are active at a time."""
    person = (number // 2000 * 37 + random.randrange(2000)) % people
    at = START + datetime.timedelta(microseconds=number * 17)
    return (
        '{"type":"track","event":"%s","userId":"u%08d","messageId":"m-%012d",'
        '"timestamp":"%s","properties":{"category":"%s","amount":%d.25,"duration_s":%d,'
        '"product_id":"sku-%05d"},"context":{"library":{"name":"load","version":"1.0"},'
        '"page":{"path":"/some/page"}}}'
    ) % (
        random.choice(NAMES), person, number, at.isoformat(timespec="milliseconds") + "Z",
        random.choice(CATEGORIES), random.randrange(200), random.randrange(90),
        random.randrange(20000),
    )


def main(count, people):
    random.seed(5)
    for number in range(count):
        print(event(number, people))


main(int(sys.argv[1]), int(sys.argv[2]))
