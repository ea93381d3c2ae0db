#!/bin/sh
# Random histories of issued documents, 100,000 steps or as many as are asked for; every invariant is checked after each.
# A failure prints the fewest steps that still show it, and the seed that does.
set -eu
cd "$(dirname "$0")/.."
TRINHKY_SOAK="${1:-100000}" go test ./internal/signoff -run '^TestRandomHistories$' -count=1 -timeout 0 -v
