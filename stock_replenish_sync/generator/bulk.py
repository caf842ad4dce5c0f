"""Set-based writing of rows: ids reserved from the table's own sequence, columns sent
by COPY.

Documents by the thousand would take minutes through the ORM. What is written here is
therefore complete as the ORM would leave it: required fields without a value get the
model's defaults, names come from the proper `ir.sequence`, log fields are filled.
"""

import contextlib
import io

import numpy as np

from odoo import fields
from odoo.tools import SQL

#: From this many new rows on, rebuilding the indexes of a table can be cheaper than
#: keeping them up.
REBUILD_FROM = 20_000


def reserve_ids(cr, table, count):
    """Return `count` fresh ids of `table`, ascending."""
    if not count:
        return np.zeros(0, np.int64)
    cr.execute(
        SQL(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
            " FROM generate_series(1, %s)",
            table,
            int(count),
        )
    )
    return np.sort(np.fromiter((row[0] for row in cr.fetchall()), np.int64, count))


def reserve_names(sequence, count):
    """Return the next `count` numbers of an `ir.sequence`, formatted by its own
    pattern.
    """
    if not count:
        return []
    sequence = sequence.sudo()
    if sequence.implementation != "standard" or sequence.use_date_range:
        return [sequence.next_by_id() for _index in range(count)]
    cr = sequence.env.cr
    cr.execute(
        SQL(
            "SELECT nextval(%s::regclass) FROM generate_series(1, %s)",
            f"ir_sequence_{sequence.id:03d}",
            int(count),
        )
    )
    prefix, suffix = sequence._get_prefix_suffix()
    return [f"{prefix}{row[0]:0{sequence.padding}d}{suffix}" for row in cr.fetchall()]


def _constant(value):
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    text = str(value)
    return (
        text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
    )


def _texts(values):
    """Return a column as texts of COPY; a negative integer means no value (ids are
    positive).
    """
    if isinstance(values, np.ndarray):
        if values.dtype.kind == "M":
            return np.datetime_as_string(values.astype("datetime64[s]")).tolist()
        if values.dtype.kind == "i":
            return [r"\N" if value < 0 else value for value in values.tolist()]
        if values.dtype.kind == "f":
            return [repr(value) for value in values.tolist()]
        values = values.tolist()
    return [_constant(value) for value in values]


def insert(model, count, columns):
    """Insert `count` rows into the model's table.

    `columns` maps a column to an array or list (one value per row) or to one value for
    all rows. Columns the table does not have are left out: they belong to addons that
    are not installed.
    """
    if not count:
        return
    env = model.env
    stored = {
        name
        for name, field in model._fields.items()
        if field.store and field.column_type
    }
    log = {
        "create_uid": env.uid,
        "write_uid": env.uid,
        "create_date": fields.Datetime.now(),
        "write_date": fields.Datetime.now(),
    }
    columns = {
        name: value
        for name, value in {**log, **columns}.items()
        if name in stored or name == "id"
    }
    missing = [
        name
        for name in stored
        if name not in columns
        and model._fields[name].required
        and not model._fields[name].compute
    ]
    for name, value in model.default_get(missing).items():
        columns[name] = value
    pattern, varying = [], []
    for value in columns.values():
        if isinstance(value, list | np.ndarray):
            if len(value) != count:
                raise ValueError(
                    f"{model._table}: {len(value)} values for {count} rows"
                )
            pattern.append("%s")
            varying.append(_texts(value))
        else:
            pattern.append(_constant(value).replace("%", "%%"))
    line = "\t".join(pattern) + "\n"
    copy_text(
        env.cr,
        model._table,
        list(columns),
        "".join(line % row for row in zip(*varying, strict=True)),
    )


def copy_text(cr, table, names, text):
    """Send prepared COPY text to a table."""
    statement = SQL(
        "COPY %s (%s) FROM STDIN",
        SQL.identifier(table),
        SQL(", ").join(SQL.identifier(name) for name in names),
    )
    cr.copy_expert(statement.code, io.StringIO(text))


def link(cr, table, left, right, pairs):
    """Insert pairs of ids into a many2many table."""
    copy_text(cr, table, [left, right], "".join(f"{a}\t{b}\n" for a, b in pairs))


def remember(env, records, noupdate=True):
    """Give records external ids of this addon, so that tests and data can refer to
    them.
    """
    env["ir.model.data"]._update_xmlids(
        [
            {
                "xml_id": f"stock_replenish_sync.{name}",
                "record": record,
                "noupdate": noupdate,
            }
            for name, record in records.items()
        ]
    )


def analyze(cr, tables):
    """Refresh the statistics of tables that were just filled."""
    cr.execute(
        SQL("ANALYZE %s", SQL(", ").join(SQL.identifier(table) for table in tables))
    )


def multiply(cr, table, record_id, source, changed):
    """Copy one row once per row of the table `source`; `changed` maps columns to
    expressions over it.
    """
    cr.execute(
        SQL(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema AND table_name = %s"
            " AND is_generated = 'NEVER'",
            table,
        )
    )
    names = [row[0] for row in cr.fetchall()]
    cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT %(values)s"
            " FROM %(table)s model CROSS JOIN %(source)s WHERE model.id = %(id)s",
            table=SQL.identifier(table),
            names=SQL(", ").join(SQL.identifier(name) for name in names),
            values=SQL(", ").join(
                SQL(changed[name]) if name in changed else SQL.identifier("model", name)
                for name in names
            ),
            source=SQL.identifier(source),
            id=record_id,
        )
    )


def filling(cr, table, count):
    """Return a context for adding `count` rows: fast where the table mostly consists of
    them afterwards.
    """
    cr.execute(SQL("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", table))
    if count < REBUILD_FROM or cr.fetchone()[0] > 3 * count:
        return contextlib.nullcontext()
    return without_indexes(cr, table)


@contextlib.contextmanager
def without_indexes(cr, table):
    """Drop indexes and foreign keys of a table and rebuild them at the end.

    Filling is several times faster this way. All of it happens in one
    transaction: the table stays locked, and a failure rolls everything back, the
    dropped objects included.
    """
    cr.execute(
        SQL(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY conname",
            table,
        )
    )
    keys = cr.fetchall()
    cr.execute(
        SQL(
            "SELECT relname, pg_get_indexdef(indexrelid)"
            " FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE indrelid = %s::regclass AND NOT indisunique ORDER BY relname",
            table,
        )
    )
    indexes = cr.fetchall()
    for name, _definition in keys:
        cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(name),
            )
        )
    for name, _definition in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    yield
    for _name, definition in indexes:
        cr.execute(SQL(definition.replace("%", "%%")))
    for name, definition in keys:
        cr.execute(
            SQL(
                "ALTER TABLE %s ADD CONSTRAINT %s %s",
                SQL.identifier(table),
                SQL.identifier(name),
                SQL(definition.replace("%", "%%")),
            )
        )
