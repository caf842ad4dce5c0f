"""Keeps the rows that the addon wrote, and writes them again as fast as can be.

Around a run of the addon, `remember` and `keep` find the rows that it wrote or changed
and put them into files as PostgreSQL's binary COPY; `write` brings them back into a
database that is as the other one was before. A row that only says when it was planned
anew has not changed.
"""

import json

from odoo.tools import SQL

#: In the order of their foreign keys.
TABLES = (
    "stock_replenish_run",
    "stock_warehouse_orderpoint",
    "stock_replenish_decision",
    "stock_replenish_suggestion",
    "stock_replenish_exception",
)
SCHEMA = "bench_before"
NO_CHANGE = ("planned_on", "write_date", "write_uid")


def remember(cr):
    """Keep the tables as they are, beside them."""
    cr.execute(SQL("CREATE SCHEMA %s", SQL.identifier(SCHEMA)))
    for table in TABLES:
        cr.execute(
            SQL(
                "CREATE TABLE %s AS SELECT %s FROM %s t",
                SQL.identifier(SCHEMA, table),
                SQL(", ").join(
                    SQL("%s AS %s", source, SQL.identifier(name))
                    for name, source in _compared(cr, table)
                ),
                SQL.identifier(table),
            )
        )


def keep(cr, folder):
    """Put what changed since `remember` into files; return rows by file."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for table in TABLES:
        changed = _changed_columns(cr, table)
        every = [name for name, _source in _columns(cr, table)]
        for kind, names, which in (
            ("new", every, "b.id IS NULL"),
            ("changed", ["id", *changed], "b.id IS NOT NULL AND (%s)"),
        ):
            if kind == "changed" and not set(changed) - set(NO_CHANGE):
                continue
            differs = SQL(" OR ").join(
                _differs(cr, table, name) for name in changed if name not in NO_CHANGE
            )
            condition = SQL(which, differs) if "%s" in which else SQL(which)
            file = f"{table}.{kind}"
            rows[file] = _copy_out(cr, table, names, condition, folder / file)
    (folder / "rows.json").write_text(json.dumps(rows))
    return rows


def write(cr, folder):
    """Write the rows of a folder into the tables."""
    kept = json.loads((folder / "rows.json").read_text())
    for table in TABLES:
        for kind, put in (("changed", _update), ("new", _insert)):
            about = kept.get(f"{table}.{kind}")
            if about and about["count"]:
                with (folder / f"{table}.{kind}").open("rb") as file:
                    put(cr, table, about["columns"], file)


def _insert(cr, table, names, file):
    cr.copy_expert(_copy_in(table, names), file)


def _update(cr, table, names, file):
    columns = SQL(", ").join(SQL.identifier(name) for name in names)
    cr.execute(
        SQL(
            "CREATE TEMPORARY TABLE bench_changed ON COMMIT DROP AS"
            " SELECT %s FROM %s WITH NO DATA",
            columns,
            SQL.identifier(table),
        )
    )
    cr.copy_expert(_copy_in("bench_changed", names), file)
    cr.execute("ANALYZE bench_changed")
    cr.execute(
        SQL(
            "UPDATE %s t SET %s FROM bench_changed c WHERE t.id = c.id",
            SQL.identifier(table),
            SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), SQL.identifier("c", name))
                for name in names
                if name != "id"
            ),
        )
    )
    cr.execute("DROP TABLE bench_changed")


def _copy_in(table, names):
    columns = ", ".join(f'"{name}"' for name in names)
    return f'COPY "{table}" ({columns}) FROM STDIN (FORMAT binary)'


def _copy_out(cr, table, names, condition, path):
    """Write rows of a table to a file; return their number and columns."""
    join = SQL(
        "FROM %s t LEFT JOIN %s b ON b.id = t.id WHERE %s",
        SQL.identifier(table),
        SQL.identifier(SCHEMA, table),
        condition,
    )
    cr.execute(SQL("SELECT COUNT(*) %s", join))
    [count] = cr.fetchone()
    columns = SQL(", ").join(SQL.identifier("t", name) for name in names)
    query = SQL("SELECT %s %s ORDER BY t.id", columns, join)
    text = cr.mogrify(query).decode()
    with path.open("wb") as file:
        cr.copy_expert(f"COPY ({text}) TO STDOUT (FORMAT binary)", file)
    return {"count": count, "columns": names}


def _changed_columns(cr, table):
    """Return the columns that differ in some row that was there before."""
    compared = [name for name, _source in _compared(cr, table) if name != "id"]
    cr.execute(
        SQL(
            "SELECT %s FROM %s t JOIN %s b ON b.id = t.id",
            SQL(", ").join(
                SQL("bool_or(%s)", _differs(cr, table, name)) for name in compared
            ),
            SQL.identifier(table),
            SQL.identifier(SCHEMA, table),
        )
    )
    found = cr.fetchone()
    return [name for name, differs in zip(compared, found, strict=True) if differs]


def _differs(cr, table, name):
    source = dict(_compared(cr, table))[name]
    return SQL("%s IS DISTINCT FROM %s", source, SQL.identifier("b", name))


def _compared(cr, table):
    """Return (column, SQL to compare it by): documents by their digest."""
    return [
        (
            name,
            SQL("md5(%s::text)", SQL.identifier("t", name))
            if kind == "jsonb"
            else SQL.identifier("t", name),
        )
        for name, kind in _columns(cr, table)
    ]


def _columns(cr, table):
    """Return (name, type) of the columns of a table."""
    cr.execute(
        """SELECT column_name, udt_name FROM information_schema.columns
           WHERE table_schema = 'public' AND table_name = %s
           ORDER BY ordinal_position""",
        [table],
    )
    return cr.fetchall()
