"""The ten questions in plain Python over one person's events: slow and obvious.

An event is a dict with ts, event, category, amount and duration_s; a timeline is a list sorted by
time. Each function reads like the question; questions.yaml has them in the language.
"""
import math

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000  # milliseconds
GAP = 30 * MINUTE


def select(timeline, name, since=None, until=None):
    """Events of a name ("*" for all) in (since, until]."""
    return [event for event in timeline
            if name in ("*", event["event"])
            and (since is None or event["ts"] > since)
            and (until is None or event["ts"] <= until)]


def absent(timeline, name, cart, width, now):
    """`then no NAME within WIDTH` after the event `cart`."""
    return now >= cart["ts"] + width and not any(
        other is not cart and name in ("*", other["event"])
        and cart["ts"] <= other["ts"] <= cart["ts"] + width for other in timeline)


def session_starts(timeline):
    """Timestamps of the sessions: a gap of exactly 30 minutes continues one."""
    return [event["ts"] for place, event in enumerate(timeline)
            if place == 0 or event["ts"] - timeline[place - 1]["ts"] > GAP]


def within(times, since, until):
    """How many times lie in (since, until]."""
    return sum(since < time <= until for time in times)


def comes_back(timeline, cart, now):
    """A cart without purchase in 48 h, nothing for 30 min, then something within 48 h."""
    return (absent(timeline, "purchase", cart, 48 * HOUR, now)
            and absent(timeline, "*", cart, 30 * MINUTE, now)
            and any(other is not cart and cart["ts"] <= other["ts"] <= cart["ts"] + 48 * HOUR
                    for other in timeline))


def spent(timeline, now):
    """What S8 compares: the sum of purchases in 90 days."""
    return sum(event["amount"] for event in select(timeline, "purchase", now - 90 * DAY, now))


def nearest_rank(values, percent):
    """The ceil(percent/100 * n)-th smallest; None of nothing."""
    ordered = sorted(values)
    return ordered[math.ceil(percent * len(ordered) / 100) - 1] if ordered else None


def member(question, timeline, now, threshold):
    """Whether the person is in the segment; `threshold` is the percentile of S8."""
    def count(name, days):
        return len(select(timeline, name, now - days * DAY, now))

    def carts(days=None):
        return select(timeline, "add_to_cart", days and now - days * DAY, now)

    starts = session_starts(timeline)
    if question == "S1":
        return sum(event["category"] == "electronics"
                   for event in select(timeline, "product_view", now - 7 * DAY, now)) >= 3
    if question == "S2":
        bought = select(timeline, "purchase", now - 30 * DAY, now)
        return len(bought) >= 2 and sum(event["amount"] for event in bought) > 500
    if question == "S3":
        return any(absent(timeline, "purchase", cart, 24 * HOUR, now) for cart in carts(7))
    if question == "S4":
        return (count("product_view", 7) >= 3 and bool(select(timeline, "wishlist_add"))
                and count("purchase", 30) == 0
                and any(comes_back(timeline, cart, now) for cart in carts()))
    if question == "S5":
        return count("*", 30) == 0
    if question == "S6":
        return within(starts, now - 7 * DAY, now) >= 5
    if question == "S7":
        return within(starts, now - 7 * DAY, now) < within(starts, now - 14 * DAY, now - 7 * DAY)
    if question == "S8":
        return threshold is not None and spent(timeline, now) >= threshold
    if question == "S9":
        seen = select(timeline, "*", now - 48 * HOUR, now)
        return sum(event["duration_s"] for event in seen) > 120 and count("product_view", 2) >= 3
    return count("page_view", 30) >= 20 and count("purchase", 30) == 0


def digest(question, timelines, now):
    """Count, sum of ids and sum of their squares over the members; timelines by person id."""
    sums = [value for value in (spent(t, now) for t in timelines.values()) if value != 0]
    threshold = nearest_rank(sums, 90)
    members = [person for person, timeline in timelines.items()
               if member(question, timeline, now, threshold)]
    return [len(members), sum(members), sum(person * person for person in members)]
