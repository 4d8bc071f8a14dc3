# Sourced by ./lovage: the whole gate, and its closing line.

run_tests() { # [--fast] [module]
  fast= module=
  for word in "$@"; do
    case $word in
      --fast) fast=yes ;;
      -*) die "test: unknown option $word. Options: --fast" ;;
      *) [ -f "$root/$word/pom.xml" ] || die "test: there is no module $word. Modules: $(modules)"
         module=$word ;;
    esac
  done
  rm -rf "$root"/*/target/surefire-reports "$root"/examples/*/target/surefire-reports
  if [ -n "$fast" ]; then set -- -DexcludedGroups=slow,server
  else
    set --
    # What the acceptance tests start, so that none of them builds while Maven does.
    (prepare_demo) && (prepare_source) && (ensure_image recommender) || return 1
  fi
  if [ -n "$module" ]; then
    run_mvn -q install -pl "$module" -am -DskipTests -Dformat.skip=true &&
      run_mvn verify -pl "$module" "$@"
  else
    run_mvn install --fail-at-end "$@"
  fi
  status=$?
  echo # Maven may leave its last line open, and ours has to stand alone on one
  closing_line || status=1
  return $status
}

modules() { sed -n 's|.*<module>\(.*\)</module>.*|\1|p' "$root/pom.xml" | tr '\n' ' '; }

closing_line() { # adds up Surefire's reports; in CI a test that was skipped has not passed
  set -- "$root"/*/target/surefire-reports/TEST-*.xml "$root"/examples/*/target/surefire-reports/TEST-*.xml
  for report in "$@"; do shift; [ ! -f "$report" ] || set -- "$@" "$report"; done
  if [ $# -eq 0 ]; then echo "0 passed, 0 failed"; return 1; fi
  awk -v ci="${CI:-}" '
    function count(name) {
      if (!match($0, " " name "=\"[0-9]+\"")) return 0
      return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    }
    /<testsuite / { tests += count("tests"); failed += count("errors") + count("failures")
                    skipped += count("skipped")
                    if (count("skipped") > 0) print "skipped tests in " FILENAME }
    END {
      if (ci == "true" && skipped > 0) {
        print "CI=true: a skipped test counts as failed (a server it needs is missing?)"
        failed += skipped; skipped = 0
      }
      printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped
      exit failed > 0
    }' "$@"
}
