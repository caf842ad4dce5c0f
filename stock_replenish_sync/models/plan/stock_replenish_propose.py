import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning.fingerprint import fingerprints
from ...tools import columns

# Columns of `replenish_part`: ids, days and codes, and quantities.
_WHOLE = (
    *("orderpoint_id", "product_id", "warehouse_id", "number", "need", "kind"),
    *("lane_id", "route_id", "source_warehouse_id"),
    *("supplier_id", "vendor_id", "bom_id", "policy_id"),
    *("need_day", "release_day", "due_day", "arrival_day", "reasons", "explained"),
    "vendor_reasons",
)
_NUMBERS = ("quantity", "raw_quantity", "value", "need_value", "approval_limit")


class StockReplenishPropose(models.AbstractModel):
    """Turns the parts of a planned batch's needs into open suggestions."""

    _name = "stock.replenish.propose"
    _description = "Replenishment Planning: suggestions of a planned batch"

    def _sync_suggestions(self, batch, policies, keep=True):
        """Make the open suggestions of the batch equal the parts of its needs.

        Rows stay the same rows: of each lane of an orderpoint, and of what comes its
        own way, the n-th open suggestion becomes the n-th part, so a plan that says
        the same changes nothing. Ordered and rejected
        ones are never touched; what was rejected is not suggested again while the
        rejection lasts, unless it grew; earlier and later needs are.

        Leaves the temporary table `replenish_match`, see :meth:`_match`.

        :param keep: store what due and held suggestions are made of; without it, the
            caller undoes all of this
        :return: number of open suggestions
        """
        self._load_parts(batch, policies)
        names = self._match(batch)
        self._mark_sources(batch.frame.orderpoint.tolist())
        self.env["stock.replenish.keep"]._keep(
            batch, self._to_explain(batch) if keep else np.zeros(0, np.int64)
        )
        self._update_matched(names)
        self._insert_new(names, batch.frame.company)
        self._supersede_left()
        self.env.cr.execute("SELECT COUNT(*) FROM replenish_match WHERE needed")
        return self.env.cr.fetchone()[0]

    def _load_parts(self, batch, policies):
        """Put the parts of the batch's needs into the table `replenish_part`.

        What is ordered or waits for approval can be explained for good; what is not
        due yet is explained from what is there when somebody asks.
        """
        parts, frame = batch.parts, batch.frame
        item = parts.item
        limits = np.array([row.approval_limit for row in policies] or [0.0])
        limit = limits[batch.items.policy[item]]
        value = parts.quantity * batch.cost[item]
        # A need is not approved because it comes in parts.
        need_value = np.bincount(parts.need, value)[parts.need] if len(item) else value
        held = (limit > 0) & (need_value > limit)
        marks = fingerprints(batch.items, batch.policies, frame.today)
        # Parts come sorted by item: number them within their item.
        first = np.searchsorted(item, item, side="left")
        arrays = {
            "orderpoint_id": frame.orderpoint[item],
            "product_id": frame.product[item],
            "warehouse_id": frame.warehouse[item],
            "number": np.arange(len(item)) - first,
            "lane_id": parts.lane,
            "route_id": parts.route,
            "source_warehouse_id": parts.source_warehouse,
            "supplier_id": parts.supplier,
            "vendor_id": parts.vendor,
            "bom_id": parts.bom,
            "policy_id": frame.policy[item],
            "explained": (parts.due_day <= 0) | held,
            "value": value,
            "need_value": need_value,
            "approval_limit": limit,
            "fingerprint": marks[item],
        }
        for name in (*_WHOLE, *_NUMBERS):
            if name not in arrays:
                arrays[name] = getattr(parts, name)
        columns.load(
            self.env.cr,
            "replenish_part",
            [
                *((name, "i4") for name in _WHOLE),
                *((name, "f8") for name in _NUMBERS),
                ("fingerprint", "i8"),
            ],
            arrays,
        )
        if batch.supply.sourcing:
            self.env["stock.replenish.sourcing"]._load_shares(batch)

    # ------------------------------------------------------------------
    # Rows of suggestions
    # ------------------------------------------------------------------

    def _to_explain(self, batch):
        """Return the rows whose suggestions get a snapshot now."""
        self.env.cr.execute(
            """SELECT DISTINCT orderpoint_id FROM replenish_match
               WHERE needed AND differs AND explained"""
        )
        ids = np.array([row for (row,) in self.env.cr.fetchall()], np.int64)
        return np.searchsorted(batch.frame.orderpoint, ids)

    def _update_matched(self, names):
        """Bring suggestions in line with their parts, where these differ."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_suggestion g
                SET (%s, packed, write_date) = ROW(%s, s.packed, %s)
                FROM replenish_match n
                LEFT JOIN replenish_snapshot s
                     ON s.orderpoint_id = n.orderpoint_id AND n.explained
                WHERE g.id = n.id AND n.needed AND n.differs
                """,
                columns.listed(names),
                columns.listed(names, "n"),
                fields.Datetime.now(),
            )
        )

    def _insert_new(self, names, company):
        """Add suggestions for parts that have none yet."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_suggestion
                    (orderpoint_id, company_id, warehouse_id, product_id, is_typed,
                     packed, create_uid, write_uid, create_date, write_date, %s)
                SELECT n.orderpoint_id, %s, n.warehouse_id, n.product_id, FALSE,
                       s.packed, %s, %s, %s, %s, %s
                FROM replenish_match n
                LEFT JOIN replenish_snapshot s
                     ON s.orderpoint_id = n.orderpoint_id AND n.explained
                WHERE n.id IS NULL
                ORDER BY n.orderpoint_id, n.place, n.lane_id NULLS LAST
                """,
                columns.listed(names),
                company.id,
                self.env.uid,
                self.env.uid,
                now,
                now,
                columns.listed(names, "n"),
            )
        )

    def _supersede_left(self):
        """Withdraw suggestions that no part is left for."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_suggestion g
                SET state = 'superseded', write_date = %s
                FROM replenish_match n
                WHERE g.id = n.id AND NOT n.needed
                """,
                fields.Datetime.now(),
            )
        )
