# Sourced. find_jdk WANT exports JAVA_HOME as a JDK of at least that feature version, or says what
# to do and returns 1. Looks at what the user named first, then where JDKs are usually put, and takes
# the lowest that fits. It reads the JDK's `release` file: no JVM is started to ask for its version.

jdk_feature() {
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
  else
    "$1/bin/java" -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *java.specification.version = \([0-9]*\).*/\1/p'
  fi
}

jdk_fits() { # HOME WANT; leaves the feature version in $feature
  [ -n "$1" ] && [ -x "$1/bin/javac" ] || return 1
  feature=$(jdk_feature "$1")
  [ "${feature:-0}" -ge "$2" ] 2>/dev/null
}

find_jdk() {
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null)
  for home in "${LOVAGE_JAVA_HOME:-}" "${JAVA_HOME:-}" "${on_path%/bin/java}"; do
    if jdk_fits "$home" "$1"; then export JAVA_HOME="$home"; return 0; fi
  done
  best= best_feature=999
  for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if jdk_fits "$home" "$1" && [ "$feature" -lt "$best_feature" ]; then
      best=$home best_feature=$feature
    fi
  done
  if [ -n "$best" ]; then export JAVA_HOME="$best"; return 0; fi
  cat >&2 <<MESSAGE
lovage: needs a JDK $1 or newer, and found none in LOVAGE_JAVA_HOME, JAVA_HOME, PATH or where JDKs
usually are. Install one and name it:  export LOVAGE_JAVA_HOME=/path/to/jdk-$1
MESSAGE
  return 1
}
