# SPDX-License-Identifier: Apache-2.0
"""A queue that Python and Java share: the tasks of dev.lovage.bench.embedded.SharedWorker in Python, and a client.

celery -A shared worker
shared.py COUNT RATE

The client sends tasks of even numbers at a steady rate and prints how many were sent, as one JSON object. The id of a
task is its number.
"""

import json
import os
import sys
import time
import uuid

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

REDIS_URL = os.environ["PEER_REDIS_URL"]
WHO = os.environ["SHARED_WHO"]

app = Celery("shared", broker=REDIS_URL, backend=REDIS_URL)
app.conf.update(
    # Its default is to forget what a killed worker had begun.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # How long what a killed worker held stays away; the default is an hour.
    broker_transport_options={"visibility_timeout": 20},
    broker_connection_max_retries=None,
)
notes = Redis.from_url(REDIS_URL)


def begin(number):
    while True:
        try:
            notes.rpush("shared.begun", f"{number} {WHO} {int(time.time() * 1000)}")
            return number * 31 + 7
        except RedisError:
            # Else it would fail, and Celery drops the failure too while Redis is away.
            time.sleep(0.05)


@app.task(name="shared.compute")
def compute(number):
    return begin(number)


@app.task(name="shared.wait")
def wait(number):
    answer = begin(number)
    time.sleep(number % 100 / 1000)
    return answer


def send(number):
    name = "shared.wait" if number % 20 in (0, 1) else "shared.compute"
    countdown = number % 3 + 1 if number % 20 in (2, 3) else None
    options = {"task_id": str(uuid.UUID(int=number)), "countdown": countdown}
    while True:
        try:
            app.send_task(name, (number,), **options)
            return
        except OperationalError:
            time.sleep(0.05)


def main():
    count, rate = int(sys.argv[1]), int(sys.argv[2])
    start = time.monotonic()
    for i in range(count):
        time.sleep(max(0, start + i / rate - time.monotonic()))
        send(2 * i)
    print(json.dumps({"sent": count}))


if __name__ == "__main__":
    main()
