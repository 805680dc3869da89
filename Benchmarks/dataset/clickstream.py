"""Draws a deterministic e-commerce clickstream with numpy.

What the rest of the benchmark relies on:
  * rows are in arrival order (ts ascending, ties by user_id),
  * (user_id, ts) is unique, so the order of one person's events is total,
  * every user_id in 1..people has at least one event,
  * amount is a multiple of 0.25 and duration_s an integer, so sums are exact in any order,
  * amount is above 0 for purchases and absent otherwise; product_id and duration_s are 0 where
    the event has none (0 stands for absent),
  * now is max(ts), and windows are (now - width, now].

The order of the draws is part of the format: the same size and seed give the same bytes.
"""
from dataclasses import dataclass

import numpy as np

T0 = 1_756_684_800_000  # 2025-09-01T00:00:00Z in milliseconds
DAY = 86_400_000  # milliseconds
DAYS = 90

EVENTS = ["page_view", "product_view", "search", "add_to_cart", "wishlist_add",
          "checkout_start", "purchase", "video_play", "email_open"]
EVENT_SHARES = np.array([.55, .22, .08, .06, .02, .02, .025, .015, .01])
PAGE_VIEW, PRODUCT_VIEW, ADD_TO_CART, WISHLIST_ADD, PURCHASE, VIDEO_PLAY = 0, 1, 3, 4, 6, 7
WITH_PRODUCT = [PRODUCT_VIEW, ADD_TO_CART, WISHLIST_ADD, PURCHASE]
WITH_DURATION = [PAGE_VIEW, PRODUCT_VIEW, VIDEO_PLAY]

CATEGORIES = ["electronics", "fashion", "home", "beauty", "sports", "toys", "books",
              "grocery", "garden", "automotive", "jewelry", "pets"]
CATEGORY_SHARES = np.array([.18, .17, .13, .10, .09, .08, .07, .06, .04, .03, .03, .02])
DEVICES = ["mobile", "desktop", "tablet"]
DEVICE_SHARES = np.array([.55, .35, .10])
PRODUCTS = 20_000
MEAN_SESSION_EVENTS = 8.0
LONGEST_SESSION = 60  # events


@dataclass(frozen=True)
class Size:
    """How much to draw: people, events and the seed that fixes every draw."""

    people: int
    events: int
    seed: int


SIZES = {
    "XS": Size(3_000, 100_000, 5),
    "S": Size(30_000, 1_000_000, 7),
    "M": Size(300_000, 10_000_000, 42),
    "H": Size(1_500_000, 50_000_000, 2121),
    "L": Size(3_000_000, 100_000_000, 4242),
}


def event_transitions():
    """Markov chain over EVENTS whose stationary law is EVENT_SHARES (Sinkhorn scaling)."""
    count = len(EVENTS)
    affinity = np.ones((count, count))
    for before, after, weight in [
            ("page_view", "product_view", 1.3), ("page_view", "page_view", 1.2),
            ("product_view", "add_to_cart", 3.0), ("product_view", "wishlist_add", 3.0),
            ("product_view", "product_view", 1.2), ("search", "product_view", 2.5),
            ("search", "search", 2.0), ("add_to_cart", "checkout_start", 9.0),
            ("add_to_cart", "purchase", 2.0), ("checkout_start", "purchase", 18.0),
            ("purchase", "page_view", 1.4), ("purchase", "purchase", .2),
            ("email_open", "page_view", 2.0), ("email_open", "email_open", .2),
            ("video_play", "video_play", 2.0)]:
        affinity[EVENTS.index(before), EVENTS.index(after)] = weight
    joint = affinity * np.outer(EVENT_SHARES, EVENT_SHARES)
    for _ in range(500):
        joint *= (EVENT_SHARES / joint.sum(1))[:, None]
        joint *= (EVENT_SHARES / joint.sum(0))[None, :]
    return joint / joint.sum(1)[:, None]


@dataclass
class Sessions:
    """One entry per session, in the order of the people who have them."""

    user: np.ndarray  # person index, 0-based
    length: np.ndarray  # events
    start: np.ndarray  # days since T0
    category: np.ndarray
    device: np.ndarray

    @property
    def offsets(self):
        """Index of each session's first event; the last entry is the number of events."""
        out = np.zeros(len(self.length) + 1, np.int64)
        np.cumsum(self.length, out=out[1:])
        return out


def draw_sessions(rng, people, events):
    """Active intervals, heavy-tailed session counts, favourite category and device."""
    begin = np.where(rng.random(people) < .35, 0.0, rng.random(people) * 85.0)
    life = np.where(rng.random(people) < .45, DAYS, rng.exponential(25.0, people) + .05)
    end = np.minimum(begin + life, DAYS - .01)
    weight = rng.lognormal(0.0, 1.4, people) * (end - begin) / DAYS
    home_category = rng.choice(len(CATEGORIES), people, p=CATEGORY_SHARES).astype(np.uint8)
    home_device = rng.choice(len(DEVICES), people, p=DEVICE_SHARES).astype(np.uint8)
    extra = events * 1.03 / MEAN_SESSION_EVENTS - people
    per_person = 1 + rng.poisson(weight * extra / weight.sum())
    count = int(per_person.sum())
    user = np.repeat(np.arange(people, dtype=np.int32), per_person)
    length = np.minimum(
        rng.geometric(1 / MEAN_SESSION_EVENTS, count), LONGEST_SESSION).astype(np.int32)
    # Uniform in the active interval, pulled to a likely hour where that stays inside it.
    start = begin[user] + rng.random(count) * (end - begin)[user]
    hour = np.floor(start) + np.clip(rng.normal(.58, .2, count), 0.0, .999)
    start = np.where((hour >= begin[user]) & (hour < end[user]), hour, start)
    category = np.where(
        rng.random(count) < .5, home_category[user],
        rng.choice(len(CATEGORIES), count, p=CATEGORY_SHARES).astype(np.uint8)).astype(np.uint8)
    device = np.where(
        rng.random(count) < .85, home_device[user],
        rng.choice(len(DEVICES), count, p=DEVICE_SHARES).astype(np.uint8)).astype(np.uint8)
    return Sessions(user, length, start, category, device)


def draw_event_names(rng, sessions):
    """Walks the Markov chain in lock-step over the sessions, longest first."""
    offsets = sessions.offsets
    events = np.empty(int(offsets[-1]), np.uint8)
    cumulative = event_transitions().cumsum(1)
    cumulative[:, -1] = 1.0
    order = np.argsort(-sessions.length, kind="stable")
    lengths, bases = sessions.length[order], offsets[:-1][order]
    current = np.searchsorted(
        np.cumsum(EVENT_SHARES)[:-1], rng.random(len(lengths)), side="right").astype(np.uint8)
    events[bases] = current
    for step in range(1, int(lengths[0])):
        alive = int(np.searchsorted(-lengths, -step, side="left"))  # sessions longer than step
        draws, before = rng.random(alive), current[:alive]
        after = np.zeros(alive, np.uint8)
        for candidate in range(len(EVENTS) - 1):
            after += (draws > cumulative[before, candidate]).astype(np.uint8)
        current = after
        events[bases[:alive] + step] = after
    return events


def draw_times(rng, sessions):
    """Milliseconds since T0 and the seconds spent, from log-normal gaps within a session."""
    offsets = sessions.offsets
    noise = rng.standard_normal(int(offsets[-1]), dtype=np.float32)
    gap = np.exp(noise * np.float32(1.0) + np.float32(np.log(25.0)))  # seconds
    gap = (np.clip(gap, .2, 1500.0) * 1000).astype(np.int64)
    elapsed = np.cumsum(gap)
    since_start = elapsed - np.repeat(elapsed[offsets[:-1]], sessions.length)
    duration = np.minimum(np.maximum(gap // 1000, 1), 900).astype(np.int32)
    start = (sessions.start * DAY).astype(np.int64)
    last = since_start[offsets[1:] - 1]
    start = np.where(start + last >= DAYS * DAY - 60_000, np.maximum(start - DAY, 0), start)
    return since_start + np.repeat(start, sessions.length), duration


def choose_kept(rng, sessions, events):
    """Marks exactly `events` events to keep; a person's first drawn one always stays."""
    offsets = sessions.offsets
    total = int(offsets[-1])
    first_session = np.r_[True, sessions.user[1:] != sessions.user[:-1]]
    first = np.zeros(total, bool)
    first[offsets[:-1][first_session]] = True
    dropped = rng.choice(np.flatnonzero(~first), total - events, replace=False, shuffle=False)
    keep = np.ones(total, bool)
    keep[dropped] = False
    return keep


def separate_ties(times, user):
    """Moves equal times of one person apart by a millisecond, in place; rows are user-major."""
    while True:
        late = np.flatnonzero((times[1:] <= times[:-1]) & (user[1:] == user[:-1])) + 1
        if late.size == 0:
            return
        times[late] = times[late - 1] + 1


def draw_categories(rng, sessions, session):
    """Mostly the session's category, sometimes any."""
    count = len(session)
    return np.where(
        rng.random(count, dtype=np.float32) < .8, sessions.category[session],
        rng.integers(0, len(CATEGORIES), count, dtype=np.uint8)).astype(np.uint8)


def draw_products(rng, category, event):
    """A few products of each category are much more popular; 0 where the event has none."""
    per_category = PRODUCTS // len(CATEGORIES)
    rank = (rng.random(len(event), dtype=np.float32) ** 2.5 * per_category).astype(np.int32)
    product = (category.astype(np.int32) * per_category + rank + 1).astype(np.int32)
    product[~np.isin(event, WITH_PRODUCT)] = 0
    return product


def draw_amounts(rng, event):
    """Log-normal multiples of 0.25 for purchases, 0 otherwise."""
    bought = event == PURCHASE
    amount = np.zeros(len(event), np.float32)
    noise = rng.standard_normal(int(bought.sum()))
    amount[bought] = np.maximum(np.round(np.exp(noise * .9 + np.log(60)) * 4) / 4, 1.0)
    return amount


def generate(size, log=lambda *_: None):
    """Draws a size of the data; returns its columns as arrays in arrival order."""
    rng = np.random.default_rng(size.seed)
    sessions = draw_sessions(rng, size.people, size.events)
    event = draw_event_names(rng, sessions)
    if len(event) < size.events:
        raise ValueError(f"drew {len(event)} events, {size.events} are needed: change the seed")
    times, duration = draw_times(rng, sessions)
    keep = choose_kept(rng, sessions, size.events)
    session = np.repeat(np.arange(len(sessions.user), dtype=np.int32), sessions.length)[keep]
    event, times, duration = event[keep], times[keep], duration[keep]
    log(f"{len(sessions.user)} sessions, {len(event)} events drawn")

    user = sessions.user[session]
    order = np.argsort((user.astype(np.int64) << 33) | times)
    event, times, user = event[order], times[order], user[order]
    duration, session = duration[order], session[order]
    separate_ties(times, user)
    category = draw_categories(rng, sessions, session)
    device = sessions.device[session]
    product = draw_products(rng, category, event)
    amount = draw_amounts(rng, event)
    duration[~np.isin(event, WITH_DURATION)] = 0
    # Public ids are a permutation, so that an id says nothing about the order of drawing.
    public = (rng.permutation(size.people).astype(np.int64) + 1)[user]
    order = np.argsort((times << 22) | public)
    return {
        "user_id": public[order], "ts": times[order] + T0, "event": event[order],
        "category": category[order], "product_id": product[order],
        "amount": amount[order].astype(np.float64), "duration_s": duration[order],
        "device": device[order]}
