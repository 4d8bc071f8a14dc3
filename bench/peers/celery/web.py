# SPDX-License-Identifier: Apache-2.0
"""The peer's web app: answers at once and leaves the computing to Celery."""

from flask import Flask

from tasks import massive_computation, values

app = Flask(__name__)


@app.get("/set/<int:n>")
def set_current(n):
    massive_computation.delay(n)
    return "The new Fibonacci number will be assigned shortly."


@app.get("/current")
def current():
    return values.get("current") or "0"
