#!/usr/bin/env bash
# Runs every benchmark against a PostgreSQL that keeps what it says it kept, with a million documents to search in.
# Compare ratios within one run, never seconds across machines.
set -euo pipefail
cd "$(dirname "$0")/.."
export TRINHKY_MEASURE=yes TRINHKY_BENCH_DOCUMENTS="${TRINHKY_BENCH_DOCUMENTS:-1000000}"
exec scripts/test.sh go test -run '^$' -bench . -benchmem -timeout 90m -p 1 ./...
