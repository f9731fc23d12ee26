#!/usr/bin/env bash
# Measures an import against what a user would do without this tool; see benches/README.md.
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
}

tool_workspace() {
  rm -f base.db base.db-*
  "$tool" init base.db
  "$tool" -w base.db config set max-rows 10000000
  "$tool" -w base.db config set max-file-size 10GB
  "$tool" -w base.db import base.csv --purpose add-all --no-import-tag --yes -q
}

peer_database() { bash "$peers/sqlite_shell.sh" prepare base.csv base-peer.db; }

# ── The measured work, each on a fresh copy ──

fresh() {
  rm -f run.db run.db-* run.results.csv import.results.csv import.errors.csv
  cp "$1" run.db
  chmod 600 run.db
  sync run.db
}

run_tool() { "$tool" import import.csv --purpose add-update --id phone --yes -q; }
run_sqlite() { bash "$peers/sqlite_shell.sh" upsert import.csv run.db; }
run_python() { python3 "$peers/python_script.py" import.csv run.db run.results.csv; }
export -f run_tool run_sqlite run_python
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

column_median() { awk -v c="$2" '{ print $c }' "$1.times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
most() { awk '{ if ($2 > m) m = $2 } END { printf "%.0f", m / 1024 }' "$1.times"; }

report() {
  local tool_time
  tool_time=$(column_median tool 1)
  printf '\n%-8s %10s %12s %16s\n' "" "median s" "peak MiB" "tool / this"
  for name in "$@"; do
    local time
    time=$(column_median "$name" 1)
    printf '%-8s %10s %12s %16s\n' "$name" "$time" "$(most "$name")" \
      "$(awk -v a="$tool_time" -v b="$time" 'BEGIN { if (b > 0) printf "%.2f", a / b; else print "-" }')"
  done
}

names=(tool sqlite)
if python3 -c 'import phonenumbers' 2>/dev/null; then
  names+=(python)
else
  echo "python_script.py is left out: 'pip install phonenumbers' first" >&2
fi

echo "── lists of $base and $rows contacts in $dir"
lists
echo "── workspaces of $base contacts"
tool_workspace
peer_database
rm -f ./*.times
# In turn, so that what else the machine does falls on everyone alike.
for ((run = 1; run <= runs; run++)); do
  echo "── run $run of $runs"
  for name in "${names[@]}"; do
    if [[ $name == tool ]]; then fresh base.db; else fresh base-peer.db; fi
    measure "$name"
  done
done
report "${names[@]}"
