"""Sends events with segment-analytics-python: segment_client.py HOST.

Prints "failed" for each batch that the library gave up.
"""
import sys

import segment.analytics as analytics

analytics.write_key = "k"
analytics.host = sys.argv[1]
analytics.gzip = len(sys.argv) > 2
analytics.max_retries = 4
analytics.on_error = lambda error, items: print("failed", error)

analytics.identify("u1", {"plan": "pro"}, anonymous_id="x1")
for number in range(20):
    analytics.track("u1", "purchase", {"amount": number + 0.5})
analytics.page("u1", "docs", "home", {"path": "/"})
analytics.screen("u1", "app", "start")
analytics.group("u1", "acme", {"size": 3})
analytics.alias("old", "u1")
analytics.shutdown()
