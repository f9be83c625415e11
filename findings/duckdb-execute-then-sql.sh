#!/bin/sh
# DuckDB 2.0.1: a connection whose execute() has rows left takes no sql(). The idiom
# execute("select count(*) …").fetchone() and then sql(…) or table(…) ends with
# ResourceInUseException, though that one row was all; a second execute() instead of
# sql() works, and so does a first statement that has no result. 1.3.0 ran them all.
#
# Guess: fetchone() of the only row finishes a result, and sql() and execute() are two
# spellings of one thing.
# Seen: as said, and in 2.0.1 a relation has no fetchone() any more.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
cat >calls.py <<'PY'
import duckdb

calls = {
    "fetchone, then sql": lambda c: (c.execute("select count(*) from t").fetchone(), c.sql("select 2").fetchall()),
    "fetchone, then table": lambda c: (c.execute("select count(*) from t").fetchone(), c.table("t").fetchall()),
    "fetchone, then execute": lambda c: (c.execute("select count(*) from t").fetchone(), c.execute("select 2").fetchall()),
    "fetchall, then sql": lambda c: (c.execute("select count(*) from t").fetchall(), c.sql("select 2").fetchall()),
    "set, then sql": lambda c: (c.execute("set threads = 1"), c.sql("select 2").fetchall()),
    "sql, then its fetchone": lambda c: c.sql("select 2").fetchone(),
}
for name, call in calls.items():
    connection = duckdb.connect()
    connection.execute("create table t as select range n from range(2)")
    try:
        call(connection)
        print(duckdb.__version__, name, "works", sep=", ")
    except Exception as error:
        print(duckdb.__version__, name, type(error).__name__, sep=", ")
PY
for version in 1.3.0 2.0.1; do
	python3 -m venv "$version" && "$version/bin/pip" install --quiet "duckdb==$version"
	"$version/bin/python" calls.py
done | tee seen
[ "$(grep -c '^1.3.0, .*, works$' seen)" = 6 ]
for name in 'fetchone, then execute' 'fetchall, then sql' 'set, then sql'; do
	grep -qx "2.0.1, $name, works" seen
done
grep -qx '2.0.1, fetchone, then sql, ResourceInUseException' seen
grep -qx '2.0.1, fetchone, then table, ResourceInUseException' seen
grep -qx '2.0.1, sql, then its fetchone, AttributeError' seen
