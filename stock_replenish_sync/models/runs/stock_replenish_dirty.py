from odoo import fields, models
from odoo.tools import SQL

# Where a transaction keeps what it has marked until it ends.
MARKS = "stock_replenish_sync.marks"


class StockReplenishDirty(models.Model):
    """Orderpoints that wait for a new plan.

    A queue, not a set: inserting without a unique key never waits for anybody, so
    confirming a sale costs one insert; who plans a row removes all its entries.
    """

    _name = "stock.replenish.dirty"
    _description = "Reordering Rule waiting for a Plan"
    _log_access = False
    _order = "id"

    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        required=True,
        index=True,
        ondelete="cascade",
    )

    def _mark(self, orderpoints):
        """Queue these orderpoints."""
        if orderpoints:
            self._insert(
                SQL("SELECT o.id FROM unnest(%s) AS o(id)", list(orderpoints.ids))
            )

    def _mark_policies(self, policies):
        """Queue all orderpoints governed by these policies."""
        self.env["stock.warehouse.orderpoint"].flush_model(["policy_id"])
        self._insert(
            SQL(
                """SELECT id FROM stock_warehouse_orderpoint
                   WHERE active AND policy_id = ANY(%s)""",
                list(policies.ids),
            )
        )

    def _mark_moves(self, moves):
        """Queue the governed orderpoints of what these moves take or bring."""
        self._mark_later(
            (move.product_id.id, location.id)
            for move in moves.sudo()
            for location in (move.location_id, move.location_dest_id)
        )

    def _mark_products(self, products):
        """Queue the governed orderpoints of these products, wherever they are."""
        self._mark_later((product, 0) for product in products.ids)

    def _mark_later(self, places):
        """Queue what is at these places with one statement for the transaction.

        A document may confirm, change or cancel its lines one by one; what it cannot
        do is wait for a queue each time.

        :param places: pairs of product id and location id; 0 for every location
        """
        if places := set(places):
            precommit = self.env.cr.precommit
            if MARKS not in precommit.data:
                precommit.data[MARKS] = set()
                precommit.add(self._write_marks)
            precommit.data[MARKS] |= places

    def _write_marks(self):
        """Insert what this transaction has marked so far."""
        places = self.env.cr.precommit.data.pop(MARKS, None)
        if not places:
            return
        anywhere = sorted(product for product, location in places if not location)
        somewhere = sorted(place for place in places if place[1])
        queries = []
        if anywhere:
            queries.append(
                SQL(
                    """SELECT id FROM stock_warehouse_orderpoint
                       WHERE product_id = ANY(%s) AND is_governed AND active""",
                    anywhere,
                )
            )
        if somewhere:
            queries.append(
                SQL(
                    """SELECT DISTINCT o.id
                       FROM unnest(%s::int[], %s::int[]) AS m(product_id, location_id)
                       JOIN stock_location l ON l.id = m.location_id
                       JOIN stock_warehouse_orderpoint o
                            ON o.product_id = m.product_id
                            AND o.warehouse_id = l.warehouse_id
                       WHERE o.is_governed AND o.active""",
                    *map(list, zip(*somewhere, strict=True)),
                )
            )
        self._insert(SQL(" UNION ").join(queries))

    def flush_model(self, fnames=None):
        # Whoever searches the queue finds what is on its way into it.
        self._write_marks()
        return super().flush_model(fnames)

    def _insert(self, orderpoint_ids):
        """Queue the ids that a query yields, in one statement."""
        self.env.cr.execute(
            SQL("INSERT INTO stock_replenish_dirty (orderpoint_id) %s", orderpoint_ids)
        )

    def _take(self, orderpoint_ids):
        """Remove the entries of these orderpoints that this transaction sees."""
        self._write_marks()
        self.env.cr.execute(
            SQL(
                "DELETE FROM stock_replenish_dirty WHERE orderpoint_id = ANY(%s)",
                list(orderpoint_ids),
            )
        )
