#!/usr/bin/env bash
# Whole commands side by side: tolmach, a plain Tantivy indexer, Lucene, Recoll and ripgrep do the same work in turn, in
# one run, and their times, peak memory and indexes come out as one table in Markdown. docs/benchmarks.md says what each
# of them does. A program that is not here is passed over with a note; one that fails ends the run.
#
# Usage: benches/whole.sh [MEGABYTES] [RUNS]
#   ANSERINI_JAR   Anserini's jar, for Lucene
#   TOLMACH_BENCH  a folder to keep corpora and indexes in, else one that is removed
set -euo pipefail
megabytes=${1:-82} runs=${2:-5} query_runs=21 changed_files=100
queries='hu	Karikó Katalin
de	Der Präsident in Berlin
en	the president of the united states met the minister
ru	президент России в Киеве'
declare -A stemmers=([de]=german [ru]=russian [hu]=hungarian [es]=spanish [en]=english)

note() { echo "whole.sh: $*" >&2; }
fail() { note "$*"; exit 1; }
work=${TOLMACH_BENCH:-$(mktemp -d)}
mkdir -p "$work"
work=$(realpath "$work") jar=$(realpath -m "${ANSERINI_JAR:-none}")
export work jar LC_ALL=C.UTF-8 # a decimal point, and arguments that Java can read
corpus=$work/corpus-$megabytes
changed=()
clean_up() {
  [ ${#changed[@]} = 0 ] || sed -i '/^Edition [0-9]*\.$/d' "${changed[@]}"
  [ -n "${TOLMACH_BENCH:-}" ] || rm -rf "$work"
}
trap clean_up EXIT

# `meter FILE COMMAND...` writes the peak memory in KiB to FILE; Python, which is slow to start, the seconds too
if [ -x /usr/bin/time ]; then
  meter=(/usr/bin/time -f %M -o) meter_name="GNU time"
else
  meter=(python3 -c 'import resource, subprocess, sys, time
start, code = time.perf_counter(), subprocess.call(sys.argv[2:])
seconds = time.perf_counter() - start
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, seconds, file=open(sys.argv[1], "w"))
sys.exit(code)') meter_name="getrusage in Python, which sees no less than its own"
fi

measure() { # WORK PROGRAM COMMAND...: runs it once, and keeps its seconds and its peak memory as a sample
  local samples="$work/samples/$1" program=$2 start end peak seconds
  shift 2
  sync # what the program before has left to be written is not for this one to wait for
  start=$EPOCHREALTIME
  if ! "${meter[@]}" "$work/peak" "$@" </dev/null >"$work/out" 2>"$work/err"; then
    tail -n 5 "$work/out" "$work/err" >&2
    fail "$program failed: $*"
  fi
  end=$EPOCHREALTIME
  read -r peak seconds <"$work/peak"
  mkdir -p "$samples"
  awk "BEGIN {print ${seconds:-$end - $start}, $peak}" >>"$samples/$program"
}
summary() { # SAMPLES: median, least and most seconds, and the highest peak
  sort -n "$1" | awk '{s[NR] = $1; if ($2 > peak) peak = $2}
    END {print (s[int((NR + 1) / 2)] + s[int(NR / 2) + 1]) / 2, s[1], s[NR], peak}'
}
row() { # WORK PROGRAM [INDEX...]: the row of the table that the samples make, if there are any
  local samples="$work/samples/$1" name="| $1 | $2 |" program=$2 size=""
  shift 2
  if [ ! -f "$samples/$program" ]; then return; fi
  if [ $# -gt 0 ]; then size=$(du -sbc "$@" | awk 'END {printf "%.1f", $1 / 1e6}'); fi
  { summary "$samples/tolmach"; summary "$samples/$program"; } | awk -v name="$name" -v size="$size" 'NR == 1 {ours = $1}
    NR == 2 {printf "%s %.4g (%.4g–%.4g) | %.2f | %.0f | %s |\n", name, $1, $2, $3, $1 / ours, $4 * 1.024e-3, size}'
}

cd "$(dirname "$0")/.."
cargo build --locked --release --bins --examples
bin=target/release
[ -d "$corpus" ] || "$bin/examples/make_corpus" "$corpus" "$megabytes" >&2
rm -rf "$work"/{samples,tolmach,plain,json,lucene,recoll}

if ! type java jq &>/dev/null || [ ! -f "$jar" ]; then
  note "without Lucene: apt-get install openjdk-17-jre-headless jq; pip download --no-deps pyserini==0.21.0;" \
    "unzip -j pyserini-*.whl '*fatjar.jar'; ANSERINI_JAR=anserini-0.21.0-fatjar.jar"
else
  for folder in "$corpus"/*/*; do # one index per language, one document per line
    json=$work/json/${folder#"$corpus/"}.jsonl
    mkdir -p "${json%/*}"
    jq -Rc '{id: "\(input_filename):\(input_line_number)", contents: .}' "$folder"/* >"$json"
  done
fi
lucene_build() {
  for language in de ru hu es en; do
    java -cp "$jar" io.anserini.index.IndexCollection -collection JsonCollection -generator DefaultLuceneDocumentGenerator \
      -threads 2 -language $language -storeRaw -storePositions -input "$work/json/$language" -index "$work/lucene/$language"
  done
}
export -f lucene_build
if type recollindex recollq &>/dev/null; then
  mkdir "$work/recoll"
  printf '%s\n' "topdirs = $corpus" "indexstemminglanguages = ${stemmers[*]}" noaspell=1 idxniceprio=0 >"$work/recoll/recoll.conf"
else
  note "without Recoll: apt-get install recollcmd"
fi
type rg &>/dev/null || note "without ripgrep: apt-get install ripgrep"
index=("$bin/tolmach" index "$corpus" --index "$work/tolmach")
"${index[@]}" 2>/dev/null || fail "tolmach index failed" # not measured: it brings the corpus into memory
for _ in $(seq "$runs"); do
  measure build tolmach "${index[@]}" --rebuild
  measure build "plain Tantivy" "$bin/examples/plain_tantivy" "$corpus" "$work/plain"
  if [ -d "$work/json" ]; then
    rm -rf "$work/lucene"
    measure build Lucene bash -ec lucene_build
    indexed=$(sed -n 's/.*Total \([0-9,]*\) documents indexed.*/\1/p' "$work/out" | tr -d , | paste -sd+)
    [ $((indexed)) = "$(cat "$work"/json/*/* | wc -l)" ] || fail "Lucene indexed some documents only: $indexed"
  fi
  if [ -d "$work/recoll" ]; then measure build Recoll recollindex -c "$work/recoll" -z; fi
done
while IFS=$'\t' read -r language query; do
  printf '1\t%s\n' "$query" >"$work/topics"
  read -ra words <<<"$query"
  for _ in $(seq "$query_runs"); do
    measure "$query" tolmach "$bin/tolmach" search --index "$work/tolmach" "$query"
    if [ -d "$work/json" ]; then
      measure "$query" Lucene java -cp "$jar" io.anserini.search.SearchCollection -index "$work/lucene/$language" \
        -language "$language" -topics "$work/topics" -topicreader TsvInt -bm25 -hits 10 -output "$work/run"
      [ -s "$work/run" ] || fail "Lucene found nothing: $query"
    fi
    if [ -d "$work/recoll" ]; then
      measure "$query" Recoll recollq -c "$work/recoll" -s "${stemmers[$language]}" -o -b -n 10 "$query"
      [ -s "$work/out" ] || fail "Recoll found nothing: $query"
    fi
    if type rg &>/dev/null; then measure "$query" ripgrep rg -c -i -F "${words[@]/#/--regexp=}" "$corpus"; fi
  done
done <<<"$queries"
for _ in $(seq "$query_runs"); do measure "no change" tolmach "${index[@]}"; done
mapfile -t changed < <(find -H "$corpus" -type f | sort | awk -v n="$changed_files" '{file[NR] = $0}
  END {for (i = 0; i < n; i++) print file[int(NR * i / n) + 1]}')
for run in $(seq "$runs"); do
  for file in "${changed[@]}"; do echo "Edition $run." >>"$file"; done
  measure "$changed_files changed files" tolmach "${index[@]}"
  grep -q " $changed_files changed" "$work/err" || fail "tolmach saw other changes than those of $changed_files files"
done

cat <<END
$megabytes MB, $(find -H "$corpus" -type f | wc -l) files. Median (least–most) of $runs builds and updates, of $query_runs
queries and updates without a change; the highest of their peaks, by $meter_name.

| work | program | wall, s | to tolmach | peak memory, MB | index, MB |
|---|---|---|---|---|---|
END
row build tolmach "$work/tolmach"
row build "plain Tantivy" "$work/plain"
row build Lucene "$work/lucene"
row build Recoll "$work/recoll/xapiandb"
for update in "no change" "$changed_files changed files"; do row "$update" tolmach; done
cut -f 2 <<<"$queries" | while read -r query; do
  for program in tolmach Lucene Recoll ripgrep; do row "$query" "$program"; done
done
