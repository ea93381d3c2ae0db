#!/usr/bin/env bash
# Runs every fuzz target for the time given, one after the other.
set -euo pipefail
cd "$(dirname "$0")/.."
time="${1:-1m}"
grep -rlE '^func Fuzz' --include='*_test.go' internal | while read -r file; do
    for target in $(grep -oE '^func Fuzz[A-Za-z0-9]+' "$file" | cut -d' ' -f2); do
        echo "• $target ($(dirname "$file")), $time"
        go test "./$(dirname "$file")" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 20x
    done
done
