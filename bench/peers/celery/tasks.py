# SPDX-License-Identifier: Apache-2.0
"""The peer's tasks: Celery on Redis, by PEER_SETTINGS with its defaults or with what made it fastest."""

import os

from celery import Celery
from redis import Redis

REDIS_URL = os.environ["PEER_REDIS_URL"]

app = Celery("peer", broker=REDIS_URL, backend=REDIS_URL)
BEST = os.environ.get("PEER_SETTINGS", "best") == "best"
if BEST:
    app.conf.worker_prefetch_multiplier = 64

values = Redis.from_url(REDIS_URL)


@app.task
def noop(number):
    """Does nothing; its result is stored."""
    return number


@app.task(ignore_result=True)
def forget(number):
    """Does nothing; no result is stored, which is what makes submitting cheapest."""


@app.task(ignore_result=True)
def massive_computation(n):
    values.set("current", fibonacci(n))


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
