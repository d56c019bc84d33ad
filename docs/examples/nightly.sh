#!/bin/sh
# The nightly job of one host: measure, judge, publish, and tell people only what they must know.
# docs/nightly.md explains it. Change the lines up to the first empty one.
ASSAY=${ASSAY:-/opt/assay}
HOST=${HOST:-$(hostname)}
REQUIRE=${REQUIRE:-cpu-simd,cpu-openblas}
BUDGET=${BUDGET:-4h}
RUNS=${RUNS:-/var/lib/assay/runs}
PUBLIC=${PUBLIC:-/var/www/assay}
MAILTO=${MAILTO:-root}

cd "$ASSAY" || exit 5
mkdir -p "$RUNS" "$PUBLIC" || exit 5

# Two measurements at once would disturb each other.
exec 9>"$RUNS/.nightly.lock"
flock -n 9 || { echo "the job of the night before is still running" >&2; exit 5; }

verdict=$(mktemp) || exit 5
trap 'rm -f "$verdict"' EXIT

./assay run --suite nightly --out "$RUNS" --host-label "$HOST" --require "$REQUIRE" --budget "$BUDGET" \
    --gate --confirm >"$verdict" 2>&1
code=$?

# The pages are published whatever the verdict is; they do not change it.
./assay site "$RUNS" --out "$PUBLIC" >/dev/null || echo "the site could not be written" >>"$verdict"

case $code in
    0) subject= ;;
    1) subject="slower tonight" ;;
    3) subject="WRONG RESULTS" ;;
    4) subject="cells are missing, or nothing could be judged" ;;
    6) subject="a required target is gone" ;;
    *) subject="the job failed ($code)" ;;
esac
if [ -n "$subject" ]; then
    if command -v mail >/dev/null; then
        mail -s "assay $HOST: $subject" "$MAILTO" <"$verdict"
    else
        echo "assay $HOST: $subject" >&2
        cat "$verdict" >&2
    fi
fi
exit $code
