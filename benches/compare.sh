#!/usr/bin/env bash
# Measures this tool against what a user would do without it; see benches/README.md.
#
#   benches/compare.sh PEERS [--base ROWS] [--rows ROWS] [--runs N] [--dir DIR] [--tool FILE]
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

peers='' base=1000000 rows=199999 runs=5 dir='' tool=''
while (($#)); do
  case $1 in
  --base) base=${2:?} && shift 2 ;;
  --rows) rows=${2:?} && shift 2 ;;
  --runs) runs=${2:?} && shift 2 ;;
  --dir) dir=${2:?} && shift 2 ;;
  --tool) tool=$(realpath "${2:?}") && shift 2 ;;
  -*) usage ;;
  *) peers=$(realpath "$1") && shift ;;
  esac
done
[[ -n $peers && -f $peers/gen_contacts.py && -f $peers/sqlite_shell.sh && -f $peers/python_script.py ]] || usage

if [[ -z $tool ]]; then
  cargo build --release --locked
  tool=${CARGO_TARGET_DIR:-$PWD/target}/release/contacts
fi
if [[ -z $dir ]]; then
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
fi
mkdir -p "$dir"
cd "$dir"
export CONTACTS_WORKSPACE=$PWD/run.db

# ── The same lists and the same full workspaces for everyone ──

# Half of the rows are of contacts that are there: the ranges overlap by half.
lists() {
  python3 "$peers/gen_contacts.py" "$base" base.csv
  python3 "$peers/gen_contacts.py" "$rows" import.csv --offset "$((base - rows / 2))" --edition 2
  head -1 import.csv >nobody.csv
}

tool_workspaces() {
  rm -f base.db base.db-* empty.db empty.db-*
  "$tool" init base.db
  "$tool" init empty.db
  "$tool" -w base.db config set max-rows 10000000
  "$tool" -w base.db config set max-file-size 10GB
  "$tool" -w base.db import base.csv --purpose add-all --no-import-tag --yes -q
}

peer_databases() {
  bash "$peers/sqlite_shell.sh" prepare base.csv base-peer.db
  bash "$peers/sqlite_shell.sh" prepare nobody.csv empty-peer.db
}

fresh() {
  rm -f run.db run.db-* run.results.csv import.results.csv import.errors.csv
  cp "$1" run.db
  chmod 600 run.db
  sync run.db
}

# ── The measured work ──

run_review() { "$tool" import import.csv --purpose add-update --id phone --dry-run -q; }
run_import() { "$tool" import import.csv --purpose add-update --id phone --yes -q; }
run_undo() { "$tool" undo 2 --yes; }
run_nightly() { "$tool" import import.csv --purpose add-update --id phone --no-import-tag --yes -q; }
run_empty() { run_import; }
run_sqlite() { bash "$peers/sqlite_shell.sh" upsert import.csv run.db; }
run_sqlite_empty() { run_sqlite; }
run_python() { python3 "$peers/python_script.py" import.csv run.db run.results.csv; }
export -f run_review run_import run_undo run_nightly run_empty run_sqlite run_sqlite_empty run_python
export tool peers

# Appends `seconds kilobytes` of one run to NAME.times; no memory where there is no /usr/bin/time.
measure() {
  local name=$1
  if [[ -x /usr/bin/time ]]; then
    /usr/bin/time -f '%e %M' -o one.time bash -c "run_$name" >one.out 2>&1 || { cat one.out >&2; exit 1; }
    tail -1 one.time >>"$name.times"
  else
    local begin=$EPOCHREALTIME
    bash -c "run_$name" >one.out 2>&1 || { cat one.out >&2; exit 1; }
    awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f 0\n", b - a }' >>"$name.times"
  fi
}

# All works once. In turn, so that what else the machine does falls on everyone alike.
round() {
  fresh base.db
  measure review
  measure import
  measure undo
  fresh base-peer.db
  measure sqlite
  fresh base.db
  run_nightly >one.out 2>&1
  measure nightly
  fresh empty.db
  measure empty
  fresh empty-peer.db
  measure sqlite_empty
  if ((has_python)); then
    fresh base-peer.db
    measure python
  fi
}

# ── The report ──

median() { awk '{ print $1 }' "$1.times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
most() { awk '{ if ($2 > m) m = $2 } END { printf "%.0f", m / 1024 }' "$1.times"; }

line() {
  local name=$1 other=$2 what=$3
  printf '%-34s %9s %10s %18s\n' "$what" "$(median "$name")" "$(most "$name")" \
    "$(awk -v a="$(median "$name")" -v b="$(median "$other")" -v other="$other" \
      'BEGIN { if (b > 0) printf "%.2f × %s", a / b, other; else print "-" }')"
}

report() {
  printf '\n%-34s %9s %10s %18s\n' "" "median s" "peak MiB" "ratio"
  line import sqlite "import"
  ((has_python)) && line import python "import"
  line review import "review of it"
  line nightly import "the same again, nothing changed"
  line undo import "undo of it"
  line empty sqlite_empty "import into an empty workspace"
  line sqlite sqlite "sqlite: the shell"
  line sqlite_empty sqlite_empty "sqlite_empty: the shell, empty"
  ((has_python)) && line python python "python: the script"
  return 0
}

has_python=1
if ! python3 -c 'import phonenumbers' 2>/dev/null; then
  has_python=0
  echo "python_script.py is left out: 'pip install phonenumbers' first" >&2
fi
echo "── lists of $base and $rows contacts in $dir"
lists
echo "── workspaces of $base contacts"
tool_workspaces
peer_databases
rm -f ./*.times
for ((run = 1; run <= runs; run++)); do
  echo "── run $run of $runs"
  round
done
report
