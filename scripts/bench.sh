#!/usr/bin/env bash
# Runs every benchmark against a PostgreSQL that keeps what it says it kept, with a million documents to search in.
# Compare ratios within one run, never seconds across machines.
set -euo pipefail
cd "$(dirname "$0")/.."
export TRINHKY_MEASURE=yes TRINHKY_BENCH_DOCUMENTS="${TRINHKY_BENCH_DOCUMENTS:-1000000}"
# The search and the pages last and so many times that a 95th percentile is one.
exec scripts/test.sh sh -ec '
    go test -run "^$" -bench . -skip "^Benchmark(Search|Pages)$" -benchmem -timeout 90m -p 1 ./...
    go test -run "^$" -bench "^BenchmarkSearch$" -benchtime 100x -timeout 60m -v ./internal/document
    go test -run "^$" -bench "^BenchmarkPages$" -benchtime 50x -timeout 60m -v ./internal/web'
