"""A few hundred people whose events sit on the edges of every window, often at the same instant."""
import numpy as np

from dataset.clickstream import CATEGORIES, DEVICES, EVENTS, PURCHASE, T0, WITH_DURATION

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000  # milliseconds
NOW = T0 + 89 * DAY
EDGES = [0, 30 * MINUTE, HOUR, 24 * HOUR, 48 * HOUR, 49 * HOUR, 72 * HOUR, 6 * DAY, 7 * DAY,
         8 * DAY, 14 * DAY, 30 * DAY, 60 * DAY]
STEPS = [0, 0, 1, 10 * MINUTE, 30 * MINUTE - 1, 30 * MINUTE, 30 * MINUTE + 1, HOUR, 24 * HOUR,
         24 * HOUR + 1, 48 * HOUR, 48 * HOUR + 1]
# Carts, views, wishes and purchases often enough that every question finds somebody.
SHARES = {"page_view": .3, "product_view": .3, "add_to_cart": .2, "wishlist_add": .1,
          "purchase": .1}


def draw_times(rng, person):
    """Times of one person: runs that start on an edge before now and advance by odd steps.

    Every sixth person has many runs, every eleventh only old ones.
    """
    times = []
    edges = EDGES[-2:] if person % 11 == 0 else EDGES
    for _ in range(12 if person % 6 == 0 else rng.integers(1, 8)):
        time = NOW - int(rng.choice(edges)) + int(rng.integers(-1, 2))
        for _ in range(rng.integers(1, 9)):
            times.append(min(max(time, T0), NOW))
            time += int(rng.choice(STEPS))
    return times


def draw_amounts(rng, rows):
    """Multiples of 0.25; a few are 0, as a purchase without amount, and many add up to 500."""
    choices = [0.0, 125.0, 250.0, 250.25]
    return np.where(rng.random(rows) < .4, rng.choice(choices, rows),
                    rng.integers(1, 2000, rows) / 4)


def small_world(people, seed):
    """Columns in arrival order, as `generate` returns them; the last event is at NOW."""
    rng = np.random.default_rng(seed)
    drawn = [draw_times(rng, person) for person in range(1, people + 1)]
    user = np.repeat(np.arange(1, people + 1, dtype=np.int64), [len(t) for t in drawn])
    ts = np.array([time for times in drawn for time in times], np.int64)
    ts[0] = NOW
    order = np.lexsort((user, ts))
    user, ts, rows = user[order], ts[order], len(ts)
    codes = [EVENTS.index(name) for name in SHARES]
    # Some people do not buy at all, and some do little else.
    event = rng.choice(codes, rows, p=list(SHARES.values())).astype(np.uint8)
    event[(user % 3 == 0) & (event == PURCHASE)] = EVENTS.index("product_view")
    event[(user % 7 == 0) & (rng.random(rows) < .5)] = PURCHASE
    amount = np.where(event == PURCHASE, draw_amounts(rng, rows), 0.0)
    duration = np.where(np.isin(event, WITH_DURATION), rng.choice([1, 20, 60, 61], rows), 0)
    return {
        "user_id": user, "ts": ts, "event": event,
        "category": (rng.integers(0, len(CATEGORIES), rows) * (rng.random(rows) < .5))
        .astype(np.uint8),
        "product_id": np.zeros(rows, np.int32), "amount": amount,
        "duration_s": duration.astype(np.int32),
        "device": rng.integers(0, len(DEVICES), rows).astype(np.uint8)}


def timelines(columns):
    """The same world as events by person, for the slow twin."""
    people = {}
    for row, person in enumerate(columns["user_id"].tolist()):
        people.setdefault(person, []).append({
            "ts": int(columns["ts"][row]), "event": EVENTS[columns["event"][row]],
            "category": CATEGORIES[columns["category"][row]],
            "amount": float(columns["amount"][row]),
            "duration_s": int(columns["duration_s"][row])})
    return people
