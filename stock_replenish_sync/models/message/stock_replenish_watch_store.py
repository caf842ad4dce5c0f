import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning.messages import MESSAGE_KINDS, got_worse
from ...tools import columns
from .stock_replenish_message import DOCUMENTS, LIVE_STATES
from .stock_replenish_watch import NUMBERS, WHOLE
from .stock_replenish_watch_orders import DOCUMENT_CODES

_OPEN, _HELD, _DISMISSED = range(3)
# Columns that say what a message says.
_SAID = ("orderpoint_id", "kind", "day_current", "day_proposed")
# Money is rounded to these decimals, quantities to those of their units.
_CENT = 0.01


class StockReplenishWatch(models.AbstractModel):
    """Writes the messages that say something new."""

    _inherit = "stock.replenish.watch"

    def _store(self, new, told, at, company, run):
        """Write messages: those that differ from what is there, and new ones.

        A message that was dismissed is left alone unless it got worse.

        :param dict new: columns of messages, shape (k,)
        :param dict told: columns of live messages
        :param at: place of the live message that each one continues, or -1
        """
        known = np.flatnonzero(at >= 0)
        count = len(at)
        old = {name: column[at[known]] for name, column in told.items()}
        same = {name: column[known] for name, column in new.items()}
        state = np.full(count, _HELD)
        row = np.zeros(count, np.int64)
        write = np.ones(count, bool)
        state[known], row[known] = old["state"], old["id"]
        dismissed = old["state"] == _DISMISSED
        silent = dismissed & ~self._worse(same, old, company)
        write[known] = ~silent & self._differs(same, old)
        state[known[dismissed & ~silent]] = _HELD
        if not write.any():
            return
        new = {**new, "state": state, "id": row}
        columns.load(
            self.env.cr,
            "replenish_message",
            [*((name, "i4") for name in WHOLE), *((name, "f8") for name in NUMBERS)],
            {name: new[name][write] for name in (*WHOLE, *NUMBERS)},
        )
        today = company._replenish_today()
        self._update(today, run)
        self._insert(today, company, run)
        self.env["stock.replenish.message"].invalidate_model(flush=False)

    def _worse(self, new, old, company):
        """Tell which messages ask for more than the ones they continue."""
        return got_worse(
            *(
                column
                for side in (new, old)
                for column in (
                    side["kind"],
                    side["day_proposed"] - side["day_current"],
                    side["quantity_proposed"] - side["quantity_current"],
                )
            ),
            company._replenish_margins(),
        )

    def _differs(self, new, old):
        """Tell which messages say something else than the ones they continue."""
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        differs = np.zeros(len(new["kind"]), bool)
        for name in _SAID:
            differs |= new[name] != old[name]
        for name in NUMBERS:
            unit = _CENT if name == "money" else 10.0**-digits
            differs |= np.abs(new[name] - old[name]) > 0.5 * unit
        return differs

    def _values(self, today):
        """Return (names, expressions) of the columns of a message, from the row `n`."""
        states, kinds = list(LIVE_STATES), list(MESSAGE_KINDS)
        expressions = {
            "orderpoint_id": SQL("n.orderpoint_id"),
            "kind": SQL("(%s::varchar[])[n.kind + 1]", kinds),
            "state": SQL("(%s::varchar[])[n.state + 1]", states),
            "date_current": SQL("%s::date + n.day_current", today),
            "date_proposed": SQL("%s::date + n.day_proposed", today),
            **{name: SQL("n.%s", SQL.identifier(name)) for name in NUMBERS},
        }
        return columns.listed(expressions), SQL(", ").join(expressions.values())

    def _update(self, today, run):
        names, values = self._values(today)
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_message m
                   SET (%s, run_id, write_date) = ROW(%s, %s::int4, %s::timestamp)
                   FROM replenish_message n WHERE m.id = n.id""",
                names,
                values,
                run.id if run else None,
                fields.Datetime.now(),
            )
        )

    def _insert(self, today, company, run):
        names, values = self._values(today)
        now = fields.Datetime.now()
        links = SQL(", ").join(
            SQL("CASE WHEN n.kind_of_document = %s THEN n.document END", code)
            for code in map(DOCUMENT_CODES.get, DOCUMENTS)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_message
                    (%s, %s, document_kind, reference, product_id, warehouse_id,
                     company_id, run_id, create_uid, write_uid, create_date, write_date)
                SELECT %s, %s, (%s::varchar[])[n.kind_of_document + 1],
                       COALESCE(po.name, mo.name, picking.name),
                       o.product_id, o.warehouse_id, %s, %s, %s, %s, %s, %s
                FROM replenish_message n
                JOIN stock_warehouse_orderpoint o ON o.id = n.orderpoint_id
                LEFT JOIN purchase_order_line l
                     ON n.kind_of_document = 1 AND l.id = n.document
                LEFT JOIN purchase_order po ON po.id = l.order_id
                LEFT JOIN mrp_production mo
                     ON n.kind_of_document = 2 AND mo.id = n.document
                LEFT JOIN stock_move move
                     ON n.kind_of_document = 3 AND move.id = n.document
                LEFT JOIN stock_picking picking ON picking.id = move.picking_id
                WHERE n.id = 0
                ORDER BY n.orderpoint_id, n.day_current, n.document
                ON CONFLICT DO NOTHING
                """,
                names,
                columns.listed(DOCUMENTS.values()),
                values,
                links,
                list(DOCUMENT_CODES),
                company.id,
                run.id if run else None,
                self.env.uid,
                self.env.uid,
                now,
                now,
            )
        )
