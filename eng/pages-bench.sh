#!/usr/bin/env bash
# Measures the pages over a job of very many pictures, server and browser. Usage: eng/pages-bench.sh [PICTURES] [FOLDER]
# FOLDER is one that an earlier measurement printed; without it the job is made anew, which takes minutes.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
eng/test-tools.sh
out=$(mktemp)
./bird bench pages --items "${1:-1000000}" ${2:+--folder "$2"} --stay >"$out" &
bench=$!
trap 'kill -INT $bench 2>/dev/null || true; wait $bench || true; rm -f "$out"' EXIT
until grep -q '^open: ' "$out"; do
    kill -0 $bench || { cat "$out"; exit 1; }
    sleep 1
done
cat "$out"
node tests/Client.Tests/Web/scale.mjs "$PWD/artifacts/tools/browser" "$(command -v chromium)" "$(sed -n 's/^open: //p' "$out")"
