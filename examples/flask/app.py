import os

from celery import Celery
from flask import Flask

app = Flask(__name__)
redis = os.environ.get("REDIS_URL", "redis://localhost/0")
celery = Celery("app", broker=redis, backend=redis)


@celery.task(name="massive_computation")
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@app.post("/fibonacci/<int:n>")
def compute(n):
    return fibonacci.delay(n).id


@app.get("/answers/<id>")
def answer(id):
    task = celery.AsyncResult(id)
    return str(task.result) if task.successful() else task.status
