#!/usr/bin/env bash
# Whole commands side by side: tolmach and a plain Tantivy indexer build the same corpus in turn, then queries in fresh
# processes. Usage: benches/whole.sh [MEGABYTES] [RUNS]; prints seconds (median of RUNS) and their ratio.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=${1:-82}
runs=${2:-5}
work=${TOLMACH_BENCH:-$(mktemp -d)}
cargo build --locked --release --bins --examples
bin=target/release

corpus=$work/corpus-$megabytes
[ -d "$corpus" ] || "$bin/examples/make_corpus" "$corpus" "$megabytes"

seconds() { # COMMAND...: wall seconds of one run, its output thrown away
  local start end
  start=$(date +%s.%N)
  "$@" >/dev/null 2>&1 || true
  end=$(date +%s.%N)
  echo "$end $start" | awk '{printf "%.4f\n", $1 - $2}'
}
median() { sort -n | awk '{value[NR] = $1} END {print value[int((NR + 1) / 2)]}'; }

ours=() theirs=()
for _ in $(seq "$runs"); do
  ours+=("$(seconds "$bin/tolmach" index --rebuild "$corpus" --index "$work/tolmach")")
  theirs+=("$(seconds "$bin/examples/plain_tantivy" "$corpus" "$work/plain")")
done
one=$(printf '%s\n' "${ours[@]}" | median)
other=$(printf '%s\n' "${theirs[@]}" | median)
echo "build, $megabytes MB: tolmach $one s, plain Tantivy $other s, ratio $(echo "$one $other" | awk '{printf "%.2f", $1 / $2}')"
du -sb "$corpus" "$work/tolmach" "$work/plain" | awk '{printf "%d MB %s\n", $1 / 1e6, $2}'

while IFS= read -r query; do
  times=()
  for _ in $(seq 21); do times+=("$(seconds "$bin/tolmach" search --index "$work/tolmach" "$query")"); done
  echo "query: $(printf '%s\n' "${times[@]}" | median) s  $query"
done <<'QUERIES'
Karikó Katalin
Der Präsident in Berlin
the president of the united states met the minister
президент России в Киеве
QUERIES
