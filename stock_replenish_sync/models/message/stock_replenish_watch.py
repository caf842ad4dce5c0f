import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning.messages import MESSAGE_KINDS, hold_back, plan_messages
from ...tools import columns
from .stock_replenish_message import LIVE_STATES
from .stock_replenish_watch_orders import DOCUMENT_CODES

# What messages hold, as columns: ids, codes and days, and quantities.
WHOLE = (
    *("id", "orderpoint_id", "kind_of_document", "document", "kind", "state"),
    *("day_current", "day_proposed"),
)
NUMBERS = ("quantity_current", "quantity_proposed", "quantity_missing", "money")


class StockReplenishWatch(models.AbstractModel):
    """Keeps messages on open orders in line with a planned batch.

    A fixed number of queries a batch. New messages are held back until the run ends and
    has seen which have most at stake, see :meth:`_tell`.
    """

    _name = "stock.replenish.watch"
    _description = "Replenishment Planning: messages on open orders"

    def _watch(self, batch, run=None):
        """Make the live messages of a planned batch say what its plan asks for.

        Rows stay the same rows, and one that says the same is not written.
        """
        frame, company = batch.frame, batch.frame.company
        orders = self.env["stock.replenish.watch.orders"]
        documents = orders._documents(batch.items.receipts, batch.outcome.in_force)
        told = self._read_live(frame, documents)
        day, quantity, place = orders._told(documents, told)
        margins = company._replenish_margins()
        found = plan_messages(
            batch.items,
            batch.policies,
            frame.today,
            documents.as_orders(batch.items, day, quantity),
            margins,
            batch.parts,
        )
        new = self._columns(frame, documents, found)
        at = place[found.order]
        self._withdraw(np.delete(told["id"], at[at >= 0]).tolist())
        self._store(new, told, at, company, run)

    def _columns(self, frame, documents, found):
        """Return messages as columns of the table."""
        order = found.order
        item = documents.item[order]
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        current = documents.day[order]
        # A date is current as it is written; the engine counts what is late as today.
        same = found.day == np.maximum(current, 0)
        return {
            "orderpoint_id": frame.orderpoint[item],
            "kind_of_document": documents.kind[order],
            "document": documents.document[order],
            "kind": found.kind,
            "day_current": current,
            "day_proposed": np.where(same, current, found.day),
            "quantity_current": np.round(documents.quantity[order], digits),
            "quantity_proposed": np.round(found.quantity, digits),
            "quantity_missing": np.round(found.missing, digits),
            "money": np.round(found.money, 2),
        }

    # ------------------------------------------------------------------
    # Rows of messages
    # ------------------------------------------------------------------

    def _read_live(self, frame, documents):
        """Return the live messages of rows or documents of a batch, as columns."""
        self.env["stock.replenish.message"].flush_model()
        return columns.read(
            self.env.cr,
            SQL(
                """
                SELECT id, orderpoint_id, array_position(%(codes)s, document_kind) - 1
                           AS kind_of_document,
                       COALESCE(purchase_line_id, production_id, move_id, 0)
                           AS document,
                       array_position(%(kinds)s, kind::text) - 1 AS kind,
                       array_position(%(states)s, state::text) - 1 AS state,
                       date_current - %(today)s::date AS day_current,
                       date_proposed - %(today)s::date AS day_proposed,
                       COALESCE(quantity_current, 0) AS quantity_current,
                       COALESCE(quantity_proposed, 0) AS quantity_proposed,
                       COALESCE(quantity_missing, 0) AS quantity_missing,
                       COALESCE(money, 0) AS money
                FROM stock_replenish_message
                WHERE state IN ('open', 'held', 'dismissed')
                  AND (orderpoint_id = ANY(%(rows)s)
                       OR purchase_line_id = ANY(%(purchases)s)
                       OR production_id = ANY(%(productions)s)
                       OR move_id = ANY(%(moves)s))
                """,
                codes=list(DOCUMENT_CODES),
                kinds=list(MESSAGE_KINDS),
                states=list(LIVE_STATES),
                today=frame.today,
                rows=frame.orderpoint.tolist(),
                **{
                    f"{name}s": documents.document[documents.kind == code].tolist()
                    for name, code in (("purchase", 1), ("production", 2), ("move", 3))
                },
            ),
            [*((name, "i4") for name in WHOLE), *((name, "f8") for name in NUMBERS)],
        )

    def _tell(self, companies):
        """Show the messages with most at stake, hold the others back.

        At the end of a run, over all of its batches. Rules that are out of use have no
        messages.
        """
        self.env["stock.replenish.message"].flush_model()
        self.env["stock.warehouse.orderpoint"].flush_model(["active"])
        self.env["product.product"].flush_model(["active"])
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_message m
                   SET state = 'withdrawn', write_date = %s
                   FROM stock_warehouse_orderpoint o, product_product p
                   WHERE o.id = m.orderpoint_id AND p.id = m.product_id
                     AND NOT (o.active AND p.active)
                     AND m.state IN ('open', 'held', 'dismissed')
                     AND m.company_id = ANY(%s)""",
                now,
                companies.ids,
            )
        )
        for company in companies:
            self._tell_company(company, now)
        self.env["stock.replenish.message"].invalidate_model(flush=False)

    def _tell_company(self, company, now):
        live = columns.read(
            self.env.cr,
            SQL(
                """SELECT id, (state = 'open')::int4 AS open,
                          COALESCE(money, 0) AS money
                   FROM stock_replenish_message
                   WHERE state IN ('open', 'held') AND company_id = %s""",
                company.id,
            ),
            [("id", "i4"), ("open", "i4"), ("money", "f8")],
        )
        told = live["open"] == 1
        held = hold_back(
            live["money"], told, live["id"], company.replenish_message_budget
        )
        for state, change in (("held", held & told), ("open", ~held & ~told)):
            if change.any():
                self._set_state(live["id"][change].tolist(), state, now)

    def _withdraw(self, ids):
        """Take back messages whose cause is gone."""
        if ids:
            self._set_state(ids, "withdrawn", fields.Datetime.now())

    def _set_state(self, ids, state, now):
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_message SET state = %s, write_date = %s
                   WHERE id = ANY(%s)""",
                state,
                now,
                ids,
            )
        )

    def _forget(self, orderpoint_ids):
        """Take back the messages of rows that could not be planned: nobody knows any
        more whether they still hold."""
        self.env["stock.replenish.message"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_message
                   SET state = 'withdrawn', write_date = %s
                   WHERE state IN ('open', 'held', 'dismissed')
                     AND orderpoint_id = ANY(%s)""",
                fields.Datetime.now(),
                orderpoint_ids,
            )
        )
