# Sourced by ./lovage, with $root and JAVA_HOME set: what is built, when, and where a start finds it.
#
# An image is a folder target/run/NAME with every jar that a start needs, apart from what Maven
# writes, so that a build or a test run does not pull the jars from under a running process.

run_mvn() { # Maven on the JDK that was found, without the warnings of its own libraries
  if ! command -v mvn >/dev/null 2>&1; then
    echo "lovage: needs Maven (mvn) to build; install it, for example: apt-get install maven" >&2
    return 1
  fi
  (cd "$root" && MAVEN_OPTS="--enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" mvn -B -Dstyle.color=never "$@")
}

sources_of() { # the folders and files an image is built from
  echo pom.xml
  for module in core celery sql cassandra redis schedule http app examples; do echo "$module/pom.xml" "$module/src/main"; done
  echo examples/*.java scripts/*
  [ "$1" != recommender ] || echo examples/recommender/pom.xml examples/recommender/src/main
  [ "$1" != bench ] || echo bench/pom.xml bench/src/main servers/pom.xml servers/src/main
}

is_fresh() { # IMAGE: nothing it is built from is newer than its stamp
  [ -f "$root/target/run/$1/stamp" ] || return 1
  # shellcheck disable=SC2046  # no path of ours has a space in it
  [ -z "$(cd "$root" && find $(sources_of "$1") -name target -prune -o \
    -newer "target/run/$1/stamp" -print 2>/dev/null | head -n 1)" ]
}

ensure_image() { # app, bench or recommender: build what is missing or older than its sources
  is_fresh "$1" && return 0
  mkdir -p "$root/target/run"
  take_build_lock || return 1
  is_fresh "$1" || build_image "$1"
  built=$?
  release_build_lock
  return $built
}

take_build_lock() { # two starts at once build once; the lock of a build that was killed is broken
  lock=$root/target/run/building
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then release_build_lock; else sleep 1; fi
  done
  echo $$ >"$lock/pid"
  trap 'release_build_lock; exit 130' INT TERM
}

release_build_lock() { rm -rf "$root/target/run/building"; trap - INT TERM; }

build_image() {
  if [ -d "$root/core/target/classes" ]; then echo "building…" >&2
  else echo "building (first time: a minute)…" >&2; fi
  log=$root/target/run/build.log fresh=$root/target/run/$1.new
  rm -rf "$fresh"; mkdir -p "$fresh"
  touch "$fresh/stamp" # before the build: what is edited while it runs is built the next time
  case $1 in bench) modules=bench ;; recommender) modules=examples/recommender ;; *) modules=app,examples ;; esac
  if ! run_mvn package -pl "$modules" -am -Dmaven.test.skip=true -Dformat.skip=true \
    >"$log" 2>&1; then
    grep -E '^\[(ERROR|WARNING)|^ ' "$log" | head -n 60 >&2
    echo "lovage: the build failed; all its output is in $log" >&2
    return 1
  fi
  case $1 in
    bench) mkdir "$fresh/lib" && cp "$root"/bench/target/lib/*.jar "$fresh/lib/" ;;
    recommender) mkdir "$fresh/lib" && cp "$root"/examples/recommender/target/lib/*.jar "$fresh/lib/" ;;
    *) mkdir "$fresh/lib" "$fresh/examples" && cp "$root"/app/target/lib/*.jar "$fresh/lib/" &&
       cp "$root"/examples/target/lib/lovage-examples-*.jar "$fresh/examples/" ;;
  esac || return 1
  rm -rf "$root/target/run/$1" && mv "$fresh" "$root/target/run/$1"
}

ensure_cache() { # NAME CLASS_PATH PROGRAM: what the JVM loads at a start, loaded ahead of time, once
  # It halves the time to the first answer. A start without it works: a failed training is not
  # tried again before the next build.
  cache=$root/target/run/app/$1.aot
  [ -f "$cache" ] || [ -f "$cache.log" ] || train "$cache" "$2" "$3"
  use_cache "$1"
}

use_cache() { # NAME: if there is one
  [ ! -f "$root/target/run/app/$1.aot" ] || jvm="$jvm -XX:AOTCache=$root/target/run/app/$1.aot"
}

train() {
  take_build_lock || return 1
  if [ ! -f "$1.log" ]; then
    echo "preparing a fast start (once: some seconds)…" >&2
    # shellcheck disable=SC2086  # $jvm is several words on purpose
    "$JAVA_HOME/bin/java" "$root/scripts/Train.java" "$1.log" \
      "$JAVA_HOME/bin/java" $jvm "-XX:AOTCacheOutput=$1.new" -cp "$2" "$3" run >&2 &&
      mv "$1.new" "$1" 2>/dev/null
    rm -f "$1.new"
  fi
  release_build_lock
}

class_path() { # FOLDER...: every jar by name and in one order, as an ahead-of-time cache wants it
  LC_ALL=C path=
  for folder in "$@"; do
    for jar in "$folder"/*.jar; do path=$path${path:+:}$jar; done
  done
  echo "$path"
}
