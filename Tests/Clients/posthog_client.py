"""Sends events with posthog: posthog_client.py HOST."""
import sys

from posthog import Posthog

client = Posthog(
    "k", host=sys.argv[1], gzip=len(sys.argv) > 2, max_retries=4, disable_geoip=False,
    on_error=lambda error, items: print("failed", error))

for number in range(20):
    client.capture("purchase", distinct_id="u1", properties={"amount": number + 0.5})
client.set(distinct_id="u1", properties={"plan": "pro"})
client.alias("old", "u1")
client.group_identify("company", "acme", {"size": 3})
client.shutdown()
