# SPDX-License-Identifier: Apache-2.0
"""./lovage demo flask: runs Redis, gunicorn with examples/flask/app.py, and the Java worker, until a
signal comes. Who ends before is started again.

flask.py [--port N] [--data FOLDER] -- COMMAND...   the command is the Java worker's
"""

import argparse
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

APP = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "examples", "flask")
READY_SECONDS = 60
# Who ends so soon would do so again.
TOO_SOON_SECONDS = 2
STOP_SECONDS = 10
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class Refusal(Exception):
    pass


class Part:
    """One of the processes. Its output goes to a file, and Ctrl-C does not reach it: we stop it."""

    def __init__(self, name, command, environment, folder):
        self.name, self.command, self.environment = name, command, environment
        self.folder, self.log = folder, os.path.join(folder, name + ".log")
        self.process, self.started = None, 0

    def start(self):
        self.started = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def await_ready(self, is_ready):
        end = time.monotonic() + READY_SECONDS
        while not is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                raise Refusal(f"{self.name} did not start:\n{self.tail()}")
            time.sleep(0.02)

    def keep(self):
        if self.process.poll() is None:
            return
        if time.monotonic() - self.started < TOO_SOON_SECONDS:
            raise Refusal(f"{self.name} ends as soon as it starts:\n{self.tail()}")
        self.start()
        say(f"{self.name} has ended; another one starts, process {self.process.pid}")

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def tail(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-20:]).rstrip()


def die_with_parent():
    """Where it can be had, that is on Linux: a killed demo leaves nothing behind."""
    try:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    except (OSError, AttributeError):
        pass


def say(line):
    print(line, file=sys.stderr, flush=True)


def port_for(wish):
    """The port itself if nobody has it, a free one for 0."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", wish))
        except OSError:
            raise Refusal(f"port {wish} is taken by another program; choose one with --port") from None
        except OverflowError:
            raise Refusal(f"--port: {wish} is not a port; choose one up to 65535") from None
        return one.getsockname()[1]


def answers(port, request, beginning):
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as one:
            one.sendall(request)
            return one.recv(64).startswith(beginning)
    except OSError:
        return False


def report(port, url, parts, folder):
    web = f"http://127.0.0.1:{port}"
    print(f"flask: web on {web}, worker in Java, process {parts[2].process.pid}")
    print(f"  redis   {url}, kept in {folder}")
    print(f"  logs    {folder}/redis.log, web.log, worker.log")
    print(f"  try     curl -X POST {web}/fibonacci/40   prints the id of the task")
    print(f"          curl {web}/answers/ID")
    print(f"          kill -9 {parts[2].process.pid}   while it computes: the answer comes all the same")
    print("  stop    Ctrl-C", flush=True)


def run(options, java, folder):
    port, redis_port = port_for(options.port), port_for(0)
    url = f"redis://127.0.0.1:{redis_port}/0"
    redis = ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--dir", folder]
    durable = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"]
    gunicorn = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "app:app"]
    python = {"REDIS_URL": url, "PYTHONPATH": APP, "PYTHONDONTWRITEBYTECODE": "1"}
    worker = [*java, "worker", "--queue-at", "celery=" + url, "--data", folder, "--grace", "5s"]
    parts = [
        Part("redis", [*redis, *durable], {}, folder),
        Part("web", gunicorn, python, folder),
        Part("worker", worker, {}, folder),
    ]
    try:
        for part in parts:
            part.start()
            if part.name == "redis":
                part.await_ready(lambda: answers(redis_port, b"PING\r\n", b"+PONG"))
        request = b"GET /answers/none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        parts[1].await_ready(lambda: answers(port, request, b"HTTP/1.1 200"))
        report(port, url, parts, folder)
        while True:
            time.sleep(0.1)
            for part in parts:
                part.keep()
    finally:
        # The web first, so that nobody sends to a Redis that is gone, and Redis last.
        for part in [parts[1], parts[2], parts[0]]:
            part.stop()


def stop(number, _):
    # A second signal, during the stop, changes nothing: it is over within seconds.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    say(f"{signal.Signals(number).name}: stopping")
    raise SystemExit(0)


class OneSentence(argparse.ArgumentParser):
    def error(self, message):
        say(f"lovage: demo flask: {message}")
        sys.exit(2)


def main():
    at = sys.argv.index("--")
    parser = OneSentence(prog="./lovage demo flask", allow_abbrev=False)
    parser.add_argument("--port", type=int, default=8080, help="of the web; default 8080, 0: any")
    parser.add_argument("--data", help="the folder for Redis's data and the logs; default: a temporary one")
    options = parser.parse_args(sys.argv[1:at])
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)
    folder = os.path.abspath(options.data) if options.data else tempfile.mkdtemp(prefix="lovage-flask-")
    try:
        os.makedirs(folder, exist_ok=True)
        run(options, sys.argv[at + 1 :], folder)
    except Refusal as refusal:
        say(f"lovage: demo flask: {refusal}")
        sys.exit(1)
    finally:
        if not options.data:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
