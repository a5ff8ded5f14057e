#!/bin/sh
# Builds the oracles of the policy languages, makes up questions from a seed and compares Sealbus's answers with theirs.
# Needs Go and the Go module proxy, and what the main build needs.
#   differential.sh [COUNT [SEED]]
set -eu
cd "$(dirname "$0")"
count=${1:-2000}
seed=${2:-1}

export CGO_ENABLED=0
export GOFLAGS="-mod=readonly -buildvcs=false"

unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
  echo "not formatted by gofmt: $unformatted" >&2
  exit 1
fi
go mod verify
go vet ./...
go test ./...
go build -trimpath -o target/ ./cmd/...

answers=$PWD/target/cue-answers.jsonl
target/cue-oracle -generate "$count" -seed "$seed" >"$answers"
cd ../..
./mvnw -B -q -pl verification -am test -Dtest=CueDifferentialTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dsealbus.cue.answers="$answers"
echo "CUE: $count questions of seed $seed compared"
