#!/usr/bin/env bash
# Measures this tool against what a user would do without it, on lists of several kinds; see benches/README.md.
#
#   benches/compare.sh [--kinds KIND,…] [--base ROWS] [--rows ROWS] [--runs N] [--dir DIR] [--tool FILE]
set -euo pipefail
benches=$(cd "$(dirname "$0")" && pwd)

usage() {
  sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

kinds=ordered,phone,email,crm,three,national,fields,wide base=1000000 rows=199999 runs=5 dir='' tool=${tool-} work='' of=''
while (($#)); do
  case $1 in
  --kinds) kinds=${2:?} && shift 2 ;;
  --base) base=${2:?} && shift 2 ;;
  --rows) rows=${2:?} && shift 2 ;;
  --runs) runs=${2:?} && shift 2 ;;
  --dir) dir=${2:?} && shift 2 ;;
  --work) work=${2:?} of=${3:?} && shift 3 ;; # Of this script itself: one measured work.
  --tool) tool=$(realpath "${2:?}") && shift 2 ;;
  *) usage ;;
  esac
done

# ── The kinds of lists: what lists.py makes, how each side imports it ──

# Sets `list` (arguments of lists.py for both editions), `later` (for the import alone), `key` (of the shell) and
# `options` (of `contacts import`). Kinds with the same `list` share a workspace.
kind() {
  list='--numbers random' later='' key=phone options=(--id phone)
  case $1 in
  ordered) list='--numbers ordered' ;;
  phone) ;;
  email) later='--moved phone' key=email options=(--id email) ;;
  crm) key=crm options=(--id 'CRM ID') ;;
  three) key=three options=(--id 'CRM ID,email,phone') ;;
  national) later='--numbers national' key=national options=(--id phone --region MY) ;;
  fields) list='--numbers random --fields' ;;
  wide) later='--columns 40' options=(--id phone --only-mapped) ;;
  *) echo "no such kind: $1" >&2 && usage ;;
  esac
  workspace=base$(tr -d ' ' <<<"${list//--/-}")
}

made_once=(--create-field 'CRM ID=:text' --create-field 'Company=:text' --create-field 'City=:text'
  --create-field 'Birthday=:date' --create-field 'Points=:number' --create-field 'Plan=:text')

# The fields that a list has besides the standard ones.
fields_of() {
  local at
  for ((at = 1; at < ${#made_once[@]}; at += 2)); do
    if head -1 "$1" | grep -qE "(^|,)${made_once[at]%%=*}(,|\r?$)"; then
      printf '%s\n' --create-field "${made_once[at]}"
    fi
  done
}

# ── The same lists and the same full workspaces for everyone ──

prepare() {
  kind "$1"
  # Half of the rows are of contacts that are there: the ranges overlap by half.
  # shellcheck disable=SC2086 # They are several words.
  [[ -f $1.csv ]] || python3 "$benches/lists.py" "$rows" "$1.csv" --offset "$((base - rows / 2))" --edition 2 $list $later
  [[ ! -f $workspace.done ]] || return 0
  # shellcheck disable=SC2086
  python3 "$benches/lists.py" "$base" "$workspace.csv" $list
  rm -f "$workspace".db*
  local created=() how=(--purpose add-all)
  mapfile -t created < <(fields_of "$workspace.csv")
  # An own identifier has its index from the first import by it on.
  ! grep -qx 'CRM ID=:text' <(printf '%s\n' "${created[@]}") || how=(--purpose add-update --id 'CRM ID')
  "$tool" init "$workspace.db" >prepare.out
  "$tool" -w "$workspace.db" config set max-rows 10000000 >>prepare.out
  "$tool" -w "$workspace.db" config set max-file-size 10GB >>prepare.out
  "$tool" -w "$workspace.db" import "$workspace.csv" "${how[@]}" "${created[@]}" --no-import-tag --yes -q >>prepare.out
  bash "$benches/sqlite_shell.sh" prepare "$workspace.csv" "$workspace-peer.db"
  touch "$workspace.done"
}

prepare_empty() {
  [[ ! -f empty.db ]] || return 0
  "$tool" init empty.db >prepare.out
  head -1 ordered.csv >header-only.csv
  bash "$benches/sqlite_shell.sh" prepare header-only.csv empty-peer.db
}

fresh() {
  rm -f run.db run.db-* run.results.csv ./*.results.csv ./*.errors.csv
  cp "$1" run.db
  chmod 600 run.db
  sync run.db
}

# ── The measured work ──

work_import() { "$tool" import "$1.csv" --purpose add-update "${options[@]}" --yes -q; }
work_again() { "$tool" import "$1.csv" --purpose add-update "${options[@]}" --no-import-tag --yes -q; }
work_review() { "$tool" import "$1.csv" --purpose add-update "${options[@]}" --dry-run -q; }
work_undo() { "$tool" undo 2 --yes; } # Import 1 made the workspace.
work_shell() { bash "$benches/sqlite_shell.sh" upsert "$1.csv" run.db "$key"; }
work_python() { python3 "$benches/python_script.py" "$1.csv" run.db run.results.csv; }

# Appends `seconds CPU-seconds kilobytes` of one work to NAME.times.
measure() {
  local name=$1
  shift
  # GNU time starts programs, not functions: it starts this script again, which does the one work.
  /usr/bin/time -f '%e %U %S %M' -o one.time bash "$benches/compare.sh" --work "$@" >one.out 2>&1 || {
    cat one.out >&2
    exit 1
  }
  tail -1 one.time | awk '{ print $1, $2 + $3, $4 }' >>"$name.times"
}

# All works of a kind once. In turn, so that what else the machine does falls on everyone alike.
round() {
  kind "$1"
  fresh "$workspace.db"
  measure "$1.import" import "$1"
  measure "$1.undo" undo "$1"
  fresh "$workspace-peer.db"
  measure "$1.shell" shell "$1"
}

# What else is of interest, on the first kind alone.
more() {
  kind ordered
  fresh "$workspace.db"
  measure more.review review ordered
  bash "$benches/compare.sh" --work again ordered >one.out 2>&1
  measure more.again again ordered
  fresh empty.db
  measure more.empty import ordered
  fresh empty-peer.db
  measure more.empty-shell shell ordered
  if ((has_python)); then
    fresh "$workspace-peer.db"
    measure more.python python ordered
  fi
}

# ── The report ──

# The median of a column of NAME.times.
median() { awk -v at="$2" '{ print $at }' "$1.times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
peak() { awk '{ if ($3 > m) m = $3 } END { printf "%.1f", m / 1024 }' "$1.times"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else print "-" }'; }

report() {
  local name import undo shell
  printf '\n| list | import s | CPU s | peak MiB | shell s | CPU s | import ÷ shell | undo s | peak MiB | undo ÷ import |\n'
  printf '|---|---|---|---|---|---|---|---|---|---|\n'
  for name in ${kinds//,/ }; do
    import=$(median "$name.import" 1) undo=$(median "$name.undo" 1) shell=$(median "$name.shell" 1)
    printf '| %s | %s | %s | %s | %s | %s | **%s** | %s | %s | %s |\n' "$name" \
      "$import" "$(median "$name.import" 2)" "$(peak "$name.import")" "$shell" "$(median "$name.shell" 2)" \
      "$(ratio "$import" "$shell")" "$undo" "$(peak "$name.undo")" "$(ratio "$undo" "$import")"
  done
  [[ -f more.review.times ]] || return 0
  printf '\n| ordered | s | CPU s | peak MiB |\n|---|---|---|---|\n'
  for name in review again empty empty-shell python; do
    [[ ! -f more.$name.times ]] ||
      printf '| %s | %s | %s | %s |\n' "$name" "$(median "more.$name" 1)" "$(median "more.$name" 2)" "$(peak "more.$name")"
  done
}

if [[ ${work-} ]]; then
  kind "$of"
  "work_$work" "$of"
  exit
fi
[[ -x /usr/bin/time ]] || { echo 'GNU time is needed: apt install time' >&2 && exit 1; }
for name in ${kinds//,/ }; do kind "$name"; done
if [[ -z $tool ]]; then
  (cd "$benches/.." && cargo build --release --locked)
  tool=${CARGO_TARGET_DIR:-$benches/../target}/release/contacts
fi
if [[ -z $dir ]]; then
  dir=$(mktemp -d)
  trap 'rm -rf "$dir"' EXIT
fi
dir=$dir/$rows-into-$base
mkdir -p "$dir"
cd "$dir"
export CONTACTS_WORKSPACE=$PWD/run.db tool
has_python=1
python3 -c 'import phonenumbers' 2>/dev/null || {
  has_python=0
  echo "python_script.py is left out: 'pip install phonenumbers' first" >&2
}
echo "── lists and workspaces of $base and $rows contacts in $dir" >&2
for name in ${kinds//,/ }; do prepare "$name"; done
rm -f ./*.times
[[ ,$kinds, != *,ordered,* ]] || prepare_empty
for ((run = 1; run <= runs; run++)); do
  echo "── run $run of $runs" >&2
  for name in ${kinds//,/ }; do round "$name"; done
  [[ ,$kinds, != *,ordered,* ]] || more
done
report
