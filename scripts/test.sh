#!/usr/bin/env bash
# Sets up what the tests need on a bare Debian or Ubuntu with Go, starts a throwaway PostgreSQL and MinIO on free
# ports, runs the command given (default: the whole suite) against them, and stops what it started.
set -euo pipefail
cd "$(dirname "$0")/.."

cache="${XDG_CACHE_HOME:-$HOME/.cache}/trinhky"
minio_version=v0.0.0-20260212201848-7aac2a2c5b7c # the last of the open line; see docs/adr/0005-minio.md

say() { printf '• %s\n' "$*" >&2; }

# Debian packages, by the program or file that shows that they are there.
missing_packages() {
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v certutil >/dev/null || echo libnss3-tools
    command -v openssl >/dev/null || echo openssl
    command -v qpdf >/dev/null || echo qpdf
    command -v curl >/dev/null || echo curl
    /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || echo python3-aiosmtpd
    command -v gcc >/dev/null || echo gcc libc6-dev
    command -v soffice >/dev/null || echo libreoffice-writer-nogui fonts-liberation2 python3-uno
    [ -e /usr/lib/libreoffice/program/libsclo.so ] || echo libreoffice-calc-nogui
    command -v node >/dev/null || command -v nodejs >/dev/null || echo nodejs
    command -v npm >/dev/null || echo npm
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo chromium
}

install_packages() {
    local packages
    packages="$(missing_packages | tr '\n' ' ')"
    [ -n "${packages// /}" ] || return 0
    say "installing: $packages"
    local sudo=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "not root and no sudo: install by hand: $packages"; return 1; }
        sudo=sudo
    fi
    $sudo apt-get update -qq
    # shellcheck disable=SC2086 # one word a package
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

build_minio() {
    [ -x "$cache/bin/minio-$minio_version" ] && return 0
    say "building MinIO $minio_version into $cache/bin (about three minutes, once)"
    mkdir -p "$cache/bin" "$cache/build"
    (cd "$cache/build" && GOFLAGS='' GOBIN="$cache/build" go install -ldflags='-s -w' "github.com/minio/minio@$minio_version")
    mv "$cache/build/minio" "$cache/bin/minio-$minio_version"
}

# What the pages' scripts are made of and what drives the browser, at the versions of the lock file. Nothing of it runs
# while it is installed. Not npm ci: it refuses a lock file without the builds of an optional package, which we leave out,
# for platforms that a mirror of npm need not have.
install_scripts() {
    local lock=templates/scripts/package-lock.json stamp=templates/scripts/node_modules/.installed
    cmp -s "$lock" "$stamp" && return 0
    say "installing what templates/scripts needs (npm)"
    npm install --no-save --prefix templates/scripts --cache "$cache/npm" --prefer-offline --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    cp "$lock" "$stamp"
}

free_port() { # a port nobody listens on; the server that takes it starts at once
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start_postgres() {
    local port durable=off memory=128MB
    [ -z "${TRINHKY_MEASURE:-}" ] || { durable=on memory=2GB; } # what is measured is kept, as in an office
    bin="$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)")"
    port="$(free_port)"
    mkdir "$scratch/pg"
    [ "$(id -u)" -ne 0 ] || chown postgres "$scratch/pg"
    as_postgres "$bin/initdb" -D "$scratch/pg/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    as_postgres tee "$scratch/pg/data/postgresql.auto.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$scratch/pg'
max_connections = 400
fsync = $durable
full_page_writes = $durable
synchronous_commit = $durable
shared_buffers = $memory
CONF
    as_postgres "$bin/pg_ctl" -D "$scratch/pg/data" -l "$scratch/pg/log" -w -t 60 start >/dev/null
    stop_postgres() { as_postgres "$bin/pg_ctl" -D "$scratch/pg/data" -m immediate stop >/dev/null 2>&1 || true; }
    export TRINHKY_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
    say "PostgreSQL on 127.0.0.1:$port"
}

start_minio() {
    local port
    port="$(free_port)"
    mkdir "$scratch/minio"
    MINIO_ROOT_USER=minioadmin MINIO_ROOT_PASSWORD=minioadmin123 MINIO_UPDATE=off MINIO_BROWSER=off \
        "$cache/bin/minio-$minio_version" server "$scratch/minio" --address "127.0.0.1:$port" >"$scratch/minio.log" 2>&1 &
    minio_pid=$!
    local ready=""
    for _ in $(seq 300); do
        if curl -fs "http://127.0.0.1:$port/minio/health/live" >/dev/null 2>&1; then ready=yes; break; fi
        sleep 0.1
    done
    [ -n "$ready" ] || { say "MinIO did not start:"; cat "$scratch/minio.log" >&2; return 1; }
    export TRINHKY_TEST_MINIO="http://minioadmin:minioadmin123@127.0.0.1:$port"
    say "MinIO on 127.0.0.1:$port"
}

stop_all() {
    [ -z "${minio_pid:-}" ] || kill "$minio_pid" 2>/dev/null || true
    if declare -F stop_postgres >/dev/null; then stop_postgres; fi
    rm -rf "$scratch"
}

install_packages
install_scripts
build_minio
scratch="$(mktemp -d "${TMPDIR:-/tmp}/trinhky-test.XXXXXX")"
chmod 755 "$scratch"
trap stop_all EXIT
start_postgres
start_minio

if [ "$#" -gt 0 ]; then
    "$@"
else
    go mod verify
    go vet ./...
    # The race detector in short: the rooms where people meet on both databases, the others on SQLite. Then everything in
    # full on both databases without it.
    meeting='/internal/(signoff|register|audit|jobs)$'
    # shellcheck disable=SC2046 # one word a package
    go test -race -short -timeout 20m $(go list ./internal/... | grep -E "$meeting")
    # shellcheck disable=SC2046
    TRINHKY_TEST_ONLY=sqlite go test -race -short -timeout 20m $(go list ./internal/... | grep -vE "$meeting")
    go test -timeout 40m ./... # the browser's days alone take some fifteen minutes beside the rest
    # A tenth of `make bench` where a figure was promised: search, over a tenth of a million documents.
    go test -run '^$' -bench 'Search' -benchtime 20x -timeout 20m ./internal/document
fi
