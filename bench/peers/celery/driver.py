# SPDX-License-Identifier: Apache-2.0
"""Drives the peer as dev.lovage.bench.embedded drives Lovage; prints one JSON object.

driver.py submit CALLERS WARM_SECONDS SECONDS PID...
driver.py submit-bulk WARM_TASKS TASKS PID...
driver.py drain WARM_TASKS TASKS PID...
driver.py round-trip WARM_TASKS TASKS PID...
driver.py await-worker PID...
driver.py active PID...

The PIDs are the other processes of this side (Redis, the worker); with this one, their CPU time counts.
"""

import json
import multiprocessing
import os
import sys
import threading
import time

import cpu
from celery import group
from tasks import BEST, app, forget, noop, values

CALLING_PROCESSES = 4
MAX_WAIT_SECONDS = 300
BATCH = 1000
FEW = 10


def percentile(ordered, fraction):
    return ordered[min(len(ordered) - 1, int(len(ordered) * fraction))] * 1e3


def report(value, times, cpu_seconds_per_task, lost, twice):
    times.sort()
    print(
        json.dumps(
            {
                "value": value,
                "p50_ms": percentile(times, 0.50) if times else None,
                "p99_ms": percentile(times, 0.99) if times else None,
                "cpu_us_per_task": cpu_seconds_per_task * 1e6,
                "lost": lost,
                "settled_twice": twice,
            }
        )
    )


def call_until(end, times):
    while (start := time.perf_counter()) < end:
        forget.delay(1)
        times.append(time.perf_counter() - start)


def calls(callers, seconds):
    """Submits from so many threads at once for so long: how long each call took, and all."""
    start = time.perf_counter()
    end = start + seconds
    lists = [[] for _ in range(callers)]
    threads = [threading.Thread(target=call_until, args=(end, times)) for times in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    return [t for times in lists for t in times], elapsed


def calling_process(callers, warm_seconds, seconds, gate, answers):
    warm, _ = calls(callers, warm_seconds)
    gate.wait()
    times, elapsed = calls(callers, seconds)
    answers.put((len(warm), times, elapsed))
    gate.wait()


def submit(pids, callers, warm_seconds, seconds):
    processes = min(CALLING_PROCESSES, callers)
    gate = multiprocessing.Barrier(processes + 1)
    answers = multiprocessing.Queue()
    for _ in range(processes):
        multiprocessing.Process(
            target=calling_process,
            args=(callers // processes, warm_seconds, seconds, gate, answers),
            daemon=True,
        ).start()
    gate.wait()
    before = cpu.of([*pids, os.getpid()])
    parts = [answers.get() for _ in range(processes)]
    used = cpu.of([*pids, os.getpid()]) - before
    gate.wait()
    times = [t for _, part, _ in parts for t in part]
    submitted = len(times) + sum(warm for warm, _, _ in parts)
    queued = values.llen("celery")
    report(
        sum(len(part) / elapsed for _, part, elapsed in parts),
        times,
        used / len(times),
        max(0, submitted - queued),
        max(0, queued - submitted),
    )


def submit_bulk(pids, warm_tasks, tasks):
    """One caller: the fastest way that Celery has to submit many is a loop on one connection that it
    holds; the way that it has a word for is a group."""
    with app.producer_or_acquire() as producer:

        def loop(many):
            for i in range(many):
                forget.apply_async((i,), producer=producer)

        def groups(many):
            for at in range(0, many, BATCH):
                group(forget.s(i) for i in range(at, min(many, at + BATCH))).apply_async()

        submit_all = loop if BEST else groups
        submit_all(warm_tasks)
        before, start = cpu.of([*pids, os.getpid()]), time.perf_counter()
        submit_all(tasks)
        elapsed, used = time.perf_counter() - start, cpu.of([*pids, os.getpid()]) - before
    surplus = values.llen("celery") - warm_tasks - tasks
    report(tasks / elapsed, [], used / tasks, max(0, -surplus), max(0, surplus))


def recorded(ids):
    """How many of these tasks have a result in Redis."""
    keys = [app.backend.get_key_for_task(i) for i in ids]
    return sum(values.exists(*keys[at : at + BATCH]) for at in range(0, len(keys), BATCH))


def succeeded(ids):
    keys = [app.backend.get_key_for_task(i) for i in ids]
    results = [r for at in range(0, len(keys), BATCH) for r in values.mget(keys[at : at + BATCH])]
    return sum(1 for r in results if r and json.loads(r)["status"] == "SUCCESS")


def runs():
    """How many no-ops the workers say they have run."""
    stats = app.control.inspect(limit=1, timeout=5).stats() or {}
    return sum(worker["total"].get("tasks.noop", 0) for worker in stats.values())


def drained(queue, tasks, pids):
    """Preloads the queue, opens it to the worker and waits until Redis has every result."""
    ids = [noop.apply_async((i,), queue=queue).id for i in range(tasks)]
    ran, keys = runs(), values.dbsize()
    app.control.add_consumer(queue)
    # It may take the worker a second to turn to another queue: that is not part of its rate.
    while (already := values.dbsize() - keys) <= FEW:
        time.sleep(0.001)
    before, start = cpu.of([*pids, os.getpid()]), time.perf_counter()
    # The number of all keys is cheap to ask and, but for a few, the number of results.
    while values.dbsize() < keys + tasks - FEW or recorded(ids) < tasks:
        if time.perf_counter() - start > MAX_WAIT_SECONDS:
            break
        time.sleep(0.005)
    elapsed, used = time.perf_counter() - start, cpu.of([*pids, os.getpid()]) - before
    done = tasks - already
    return done / elapsed, used / done, tasks - succeeded(ids), max(0, runs() - ran - tasks)


def drain(pids, warm_tasks, tasks):
    drained("warm", warm_tasks, pids)
    rate, used, lost, twice = drained("measured", tasks, pids)
    report(rate, [], used, lost, twice)


def round_trip(pids, warm_tasks, tasks):
    def one(i):
        start = time.perf_counter()
        answer = noop.delay(i).get(timeout=30)
        return time.perf_counter() - start, answer == i

    for i in range(warm_tasks):
        one(i)
    ran, before = runs(), cpu.of([*pids, os.getpid()])
    answers = [one(i) for i in range(tasks)]
    used = cpu.of([*pids, os.getpid()]) - before
    times = sorted(t for t, _ in answers)
    lost = sum(1 for _, right in answers if not right)
    report(percentile(times, 0.50), times, used / tasks, lost, max(0, runs() - ran - tasks))


def await_worker():
    """Waits until a worker answers."""
    end = time.perf_counter() + MAX_WAIT_SECONDS
    while not app.control.ping(limit=1, timeout=1):
        if time.perf_counter() > end:
            sys.exit("driver.py: no worker answers")
    print(json.dumps({"ready": True}))


def active():
    """How many tasks run now."""
    workers = app.control.inspect(limit=1, timeout=5).active() or {}
    print(json.dumps({"active": sum(len(tasks) for tasks in workers.values())}))


def main():
    scenario, numbers = sys.argv[1], [int(word) for word in sys.argv[2:]]
    if scenario == "submit":
        submit(numbers[3:], *numbers[:3])
    elif scenario == "submit-bulk":
        submit_bulk(numbers[2:], *numbers[:2])
    elif scenario == "drain":
        drain(numbers[2:], *numbers[:2])
    elif scenario == "round-trip":
        round_trip(numbers[2:], *numbers[:2])
    elif scenario == "await-worker":
        await_worker()
    elif scenario == "active":
        active()
    else:
        sys.exit(f"driver.py: unknown scenario {scenario}")


if __name__ == "__main__":
    main()
