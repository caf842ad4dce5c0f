"""Locks of rows, taken in the order of ids: two that want the same rows wait for each
other one way only. And what is locked without a row."""

from odoo.tools import SQL

#: First keys of advisory locks: starting a run, a part at work, a scan of exceptions, a
#: snapshot of KPIs, the mail of a month, calls of monitoring systems.
PLAN, ORDER, PART, SNAPSHOT, MONTH, HEALTH, SCAN = range(1_179_207_213, 1_179_207_220)
#: Against whoever changes the rows; others may still refer to them.
NO_KEY = SQL("FOR NO KEY UPDATE")


def lock_rows(cr, table, ids, condition=None, how=None, skip_locked=False):
    """Lock rows until the transaction ends; return the ids of those got.

    :param str table: name of the table; the caller has flushed what it changed of it
    :param SQL condition: what has to be true of a row besides, once it is locked
    :param SQL how: `NO_KEY`, or else FOR UPDATE
    :param bool skip_locked: leave out what others hold rather than wait for it
    """
    cr.execute(
        SQL(
            "SELECT id FROM %s WHERE id = ANY(%s) AND %s ORDER BY id %s %s",
            SQL.identifier(table),
            list(ids),
            condition or SQL("TRUE"),
            how or SQL("FOR UPDATE"),
            SQL("SKIP LOCKED") if skip_locked else SQL(""),
        )
    )
    return [row for (row,) in cr.fetchall()]
