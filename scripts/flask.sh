# Sourced by ./lovage, with the parts of scripts/build.sh: `demo flask`, from what the machine has.

flask_python() { # prints a Python that has what the app needs: not always the first on the path
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import celery, flask, gunicorn, redis' 2>/dev/null; then
      command -v "$python"
      return
    fi
  done
  return 1
}

run_flask() { # [--port N] [--data FOLDER]: replaces this shell, as `start` does
  missing=
  command -v redis-server >/dev/null 2>&1 || missing=redis-server
  python=$(flask_python) ||
    missing="${missing:+$missing }python3-celery python3-flask python3-redis gunicorn"
  [ -z "$missing" ] ||
    die "demo flask needs $missing, as Debian's packages are called; install them, for example: sudo apt-get install $missing"
  prepare_source || exit 1
  # shellcheck disable=SC2086  # LOVAGE_JAVA_OPTS and $jvm are several words on purpose
  exec "$python" "$root/scripts/flask.py" "$@" -- \
    "$JAVA_HOME/bin/java" $jvm ${LOVAGE_JAVA_OPTS:-} -cp "$source_path" "$root/examples/flask/Worker.java"
}
