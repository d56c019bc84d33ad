# What both launchers do: ./assay reads this file, and a package's bin/assay contains it. It relies on a shell's
# built-in commands only, since a bare host may have no others. $root is the folder of the checkout or package.

fail() {
  echo "assay: $1" >&2
  exit 5
}

# shellcheck disable=SC2154
case $root in
  *:*) fail "the path of $root contains ':', which separates the entries of Java's class path: move or rename the folder" ;;
esac

# Java decodes paths and arguments by the locale's charset; C and locales that are not installed mean ASCII.
if [ "$(locale charmap 2>/dev/null || true)" != UTF-8 ]; then
  { export LC_ALL=C.UTF-8; } 2>/dev/null
fi

# Java refuses two collectors, and does not look at TMPDIR by itself.
collector=-XX:+UseSerialGC
temporary=${TMPDIR:-}
# shellcheck disable=SC2034
for option in ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}; do
  case $option in
    -XX:+Use*GC) collector='' ;;
    -Djava.io.tmpdir=*) temporary='' ;;
  esac
done

# Passes a signal on to Java. INT is passed on as TERM, because some shells start background jobs with INT ignored.
tell() {
  asked=$1
  case $1 in
    INT) set -- TERM ;;
  esac
  if [ -n "$java" ] && kill -s "$1" "$java" 2>/dev/null; then
    woken=yes
  fi
}

# Runs Java with these arguments, waits for it and sets $code to the exit code. Java's own 1, for a JVM that
# does not start, must not read as a regression: under a launcher Assay itself says 101 for that.
run_java() {
  java='' asked='' woken=''
  trap 'tell INT' INT
  trap 'tell TERM' TERM
  trap 'tell HUP' HUP
  # A background job reads from /dev/null, unless it is given another input.
  { true <&0; } 2>/dev/null || exec </dev/null
  exec 3<&0
  (
    trap - INT QUIT
    exec "$@"
  ) <&3 3<&- &
  java=$!
  if [ -n "$asked" ]; then
    tell "$asked"
  fi
  while :; do
    woken='' code=0
    wait "$java" 2>/dev/null || code=$?
    # A signal ends the waiting, not Java.
    [ -n "$woken" ] || break
  done
  case $code in
    101) code=1 ;;
    1) fail "Java did not start or was ended by an error (its exit code is 1); its message is above" ;;
    126 | 127) fail "Java cannot be started: $1 is missing or cannot be executed here" ;;
    134 | 135 | 136 | 139) fail "Java crashed (exit code $code); its message is above and names a report, hs_err_pid….log" ;;
    137) fail "Java was killed (exit code 137), most often by the kernel's out-of-memory killer, which 'dmesg' shows: free memory, or give this host or container more" ;;
    143) [ "$asked" != INT ] || code=130 ;;
    0 | [2-6] | 129 | 130 | 141) ;;
    *) fail "Java ended with exit code $code, which Assay never uses" ;;
  esac
}
