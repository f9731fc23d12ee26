#!/usr/bin/env bash
# What a skilled user would do without this tool: a staged, set-based upsert in the sqlite3 shell, with no checks,
# no undo and no results. It is the yardstick for speed.
#
#   sqlite_shell.sh prepare BASE.csv BASE.db          makes a workspace-like database of a list of lists.py, once
#   sqlite_shell.sh upsert  IMPORT.csv DB KEY         the measured work, on a copy of BASE.db
#
# KEY: phone, email, crm (the CRM ID), three (CRM ID, e-mail, phone, in this order), or national (numbers without their
# calling code, which is that of the row's country).
set -euo pipefail
usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

# The columns of the table that a list fills; its Tags are kept apart, and what is no field is left out.
columns() {
  local names=('"First Name"' '"Last Name"' '"Phone Number"' Email Country Language) fields=(first_name last_name phone email country language)
  local header at
  IFS=, read -ra header < <(head -1 "$1" | tr -d '\r')
  for at in "${header[@]}"; do
    case $at in
    'CRM ID' | Company | City | Birthday | Points | Plan) names+=("\"$at\"") fields+=("$(tr 'A-Z ' 'a-z_' <<<"$at")") ;;
    esac
  done
  staged=$(IFS=, && echo "${names[*]}")
  table=$(IFS=, && echo "${fields[*]}")
  sets=$(for at in "${!fields[@]}"; do printf '%s = s.%s, ' "${fields[at]}" "${names[at]}"; done)
}

prepare() {
  rm -f "$2" "$2-wal" "$2-shm"
  sqlite3 "$2" >/dev/null <<SQL
pragma journal_mode=wal;
create table contacts(id integer primary key, $(sed 's/,/ text, /g' <<<"$table") text, created_at text, updated_at text);
create index ix_phone on contacts(phone);
create index ix_email on contacts(email collate nocase);
create table tags(id integer primary key, name text unique);
create table contact_tags(contact_id int, tag_id int, primary key(contact_id, tag_id)) without rowid;
.import --csv --schema temp $1 s
insert into contacts($table, created_at, updated_at) select $staged, '2026', '2026' from s;
$([[ ,$table, != *,crm_id,* ]] || echo 'create index ix_crm on contacts(crm_id);')
insert into tags values(1, 'newsletter'), (2, 'vip');
insert into contact_tags select id, 1 from contacts;
SQL
  sqlite3 "$2" 'pragma wal_checkpoint(truncate)' >/dev/null
}

upsert() {
  local by_phone='(select id from contacts c where c.phone = s."Phone Number")'
  local by_email='(select id from contacts c where c.email = s.Email collate nocase)'
  local by_crm='(select id from contacts c where c.crm_id = s."CRM ID")'
  local match international=''
  case $3 in
  phone | national) match=$by_phone ;;
  email) match=$by_email ;;
  crm) match=$by_crm ;;
  three) match="coalesce($by_crm, $by_email, $by_phone)" ;;
  *) usage ;;
  esac
  if [[ $3 == national ]]; then
    international="create temp table codes(country text primary key, code text);
insert into codes values('MY','60'),('SG','65'),('GB','44'),('DE','49'),('US','1'),('IN','91'),('BR','55'),('ID','62'),('FR','33'),('TH','66'),('PH','63'),('MX','52');
update temp.s set \"Phone Number\" = '+' || (select code from codes where country = s.Country) || ltrim(\"Phone Number\", '0');"
  fi
  sqlite3 "$2" <<SQL
.import --csv --schema temp $1 s
$international
begin immediate;
create temp table m as select s.rowid r, $match id from temp.s s;
insert into tags(name) values('import-1');
update contacts set ${sets}updated_at = '2026-11' from temp.m m join temp.s s on s.rowid = m.r where contacts.id = m.id;
insert into contacts($table, created_at, updated_at)
  select $staged, '2026', '2026' from temp.s s join temp.m m on m.r = s.rowid where m.id is null;
insert or ignore into contact_tags select $match, (select id from tags where name = 'import-1') from temp.s s;
commit;
SQL
}

case ${1-} in
prepare) [[ $# == 3 ]] || usage ;;
upsert) [[ $# == 4 ]] || usage ;;
*) usage ;;
esac
columns "$2"
work=$1
shift
"$work" "$@"
