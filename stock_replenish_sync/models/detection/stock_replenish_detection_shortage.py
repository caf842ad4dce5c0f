import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning.datatypes import NO_DAY
from ...planning.exceptions import (
    first_from,
    lost_days,
    lost_margin,
    shortage_severity,
)
from ...tools import columns
from .parts import can_spare, expected_demand, of_rule

_SHORT = [
    ("id", "i4"),
    ("is_out", "i4"),
    ("runs_out", "i4"),
    ("helped", "i4"),
    ("due", "f8"),
]
_SUPPLIED = [("supplied_day", "i4"), ("supplied", "f8"), ("source", "i4")]


class StockReplenishDetectionShortage(models.AbstractModel):
    """Rules whose stock is out, or runs out before an order of today would arrive.

    Told apart as the worklist does, from the figures of the last plan; rules that
    follow Odoo's own minimum in the same way.
    """

    _name = "stock.replenish.detection.shortage"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: shortage"

    _actions = ("order", "transfer", "expedite", "document", "why")

    # ------------------------------------------------------------------
    # Which rules are short
    # ------------------------------------------------------------------

    def _lay_out_short(self, scope):
        """Put the rules that are short into the temporary table `replenish_short`.

        `runs_out`, `helped` and `supplied_day` are days from today; `source` is the
        move that ends the shortage, or minus a line of a request for quotation, 0 for
        none; `due` is what is to order. Found once a scan, whoever asks.
        """
        if "short" not in scope.shared:
            scope.shared["short"] = self._read_short(scope)
        columns.load(
            self.env.cr, "replenish_short", [*_SHORT, *_SUPPLIED], scope.shared["short"]
        )

    def _read_short(self, scope):
        """Return the columns of `replenish_short`."""
        rows = SQL(
            """SELECT o.* FROM stock_warehouse_orderpoint o
               JOIN product_product p ON p.id = o.product_id AND p.active
               JOIN product_template t ON t.id = p.product_tmpl_id
               WHERE o.active AND t.type = 'product' AND %s AND %s
                 AND o.planned_on IS NOT NULL
                 -- What is covered, to order or skipped is not short; this spares a
                 -- look at the suggestions of most rules.
                 AND CASE WHEN o.replenish_status = 'own_rule'
                     THEN o.planned_on_hand <= 0
                          OR o.stockout_date < %s + CEIL(o.lead_time_mean)::int
                     ELSE o.replenish_status
                          NOT IN ('covered', 'order_now', 'skipped') END""",
            scope.of_company("o.company_id"),
            scope.on("o.product_id"),
            scope.day(),
        )
        found = columns.read(
            self.env.cr,
            SQL(
                """SELECT id, is_out::int4, qty_to_order AS due,
                          CASE WHEN is_out THEN 0 ELSE short_on - %(today)s::date END
                              AS runs_out,
                          help_date - %(today)s::date AS helped
                   FROM (%(states)s) s WHERE is_out OR short ORDER BY id""",
                today=scope.today,
                states=self.env["stock.replenish.apply"]._states(rows, scope.company),
            ),
            _SHORT,
        )
        return {**found, **self._read_supply(scope, found)}

    def _read_supply(self, scope, short):
        """Return the open supply that ends each shortage, as columns `_SUPPLIED`.

        The next one, late or not, of what is out; of what will run out, the first that
        comes when it has.
        """
        count = len(short["id"])
        supply = {name: np.zeros(count) for name, _kind in _SUPPLIED}
        supply["supplied_day"] += NO_DAY
        if not count:
            return supply
        frame = self.env["stock.replenish.frame"]._lay_out(
            scope.company, short["id"].tolist(), scope.today
        )
        receipts = self.env["stock.replenish.position"]._receipts(frame)
        # Rows of a frame are in the order of their ids, as those here are.
        start = np.where(short["is_out"] == 1, -np.inf, short["runs_out"])
        first = first_from(receipts.item, receipts.day, start)
        known = np.flatnonzero(first >= 0)
        supply["supplied_day"][known] = receipts.day[first[known]]
        supply["supplied"][known] = receipts.quantity[first[known]]
        supply["source"][known] = receipts.source[first[known]]
        return supply

    # ------------------------------------------------------------------
    # What is said of them
    # ------------------------------------------------------------------

    def _found_short(self, scope, is_out):
        """Return what :meth:`_found` does, of rules that are out or that will be."""
        self._lay_out_short(scope)
        known = SQL("s.supplied_day != %s", NO_DAY)
        supplied_on = SQL(
            "CASE WHEN %s THEN %s + s.supplied_day END", known, scope.day()
        )
        draft = SQL(
            """COALESCE(po.state IN ('draft', 'sent', 'to approve'),
                        COALESCE(mo.state, m.state) = 'draft', FALSE)"""
        )
        return {
            **of_rule(),
            "code": SQL(
                """CASE WHEN NOT %s THEN 'nothing_coming'
                        WHEN %s THEN 'not_confirmed'
                        WHEN s.supplied_day < 0 THEN 'late' ELSE 'coming' END""",
                known,
                draft,
            ),
            "partner_id": SQL("po.partner_id"),
            "purchase_line_id": SQL("l.id"),
            "production_id": SQL("mo.id"),
            "move_id": SQL("m.id"),
            "reference": SQL("COALESCE(po.name, mo.name, k.name, m.reference)"),
            "quantity": SQL("s.supplied"),
            "date_expected": supplied_on,
            "act_by": scope.day(),
            "suggested_action": SQL(
                """CASE WHEN s.due > 0 THEN 'order' WHEN %s THEN 'transfer'
                        WHEN %s THEN 'document'
                        WHEN l.id IS NOT NULL THEN 'expedite' ELSE 'why' END""",
                can_spare("o"),
                draft,
            ),
            "is_out": SQL("s.is_out"),
            "runs_out": SQL("s.runs_out"),
            "helped": SQL("s.helped"),
            # What nobody confirmed comes as little as what is not ordered.
            "supplied_day": SQL(
                "CASE WHEN %s AND NOT %s THEN s.supplied_day END", known, draft
            ),
            "demand": expected_demand("o", "p"),
            # What is booked and not there, where nothing else asks.
            "lacking": SQL(
                """CASE WHEN %s > 0 THEN 0
                        ELSE GREATEST(o.planned_incoming - o.planned_position, 0)
                   END""",
                expected_demand("o", "p"),
            ),
        }, SQL(
            """
            FROM replenish_short s
            JOIN stock_warehouse_orderpoint o ON o.id = s.id
            LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
            LEFT JOIN stock_move m ON m.id = s.source
            LEFT JOIN purchase_order_line l
                 ON l.id = CASE WHEN s.source < 0 THEN -s.source
                                ELSE m.purchase_line_id END
            LEFT JOIN purchase_order po ON po.id = l.order_id
            LEFT JOIN mrp_production mo ON mo.id = m.production_id
            LEFT JOIN stock_picking k ON k.id = m.picking_id
            %s
            WHERE s.is_out = %s
            """,
            self._more_of_short(scope),
            int(is_out),
        )

    def _more_of_short(self, _scope):
        """Return more joins of :meth:`_found_short`, in SQL."""
        return SQL("")

    def _judge(self, found, scope):
        is_out = found["is_out"] == 1
        waiting = scope.waiting_days
        supplied = found["supplied_day"]
        days = lost_days(found["runs_out"], supplied, found["helped"], waiting)
        value = lost_margin(found["demand"], found["margin"], days, waiting)
        value += np.where(days > 0, found["lacking"] * found["margin"], 0.0)
        return shortage_severity(is_out, supplied, waiting), value
