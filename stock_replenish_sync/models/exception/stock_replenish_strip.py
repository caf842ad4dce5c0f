from dataclasses import replace

import numpy as np

from odoo import fields, models
from odoo.tools import SQL, split_every

from ...planning.choices import policy_choices
from ...planning.datatypes import Events, Items
from ...planning.engine import BUCKET
from ...planning.sourcing.points import joined_events
from ...planning.strip import POINTS, strips
from ...tools import columns
from .stock_replenish_exception import LIVE_STATES
from .stock_replenish_exception_scan import OVERLAP_MINUTES

_NUMBERS = [f"balance_{number}" for number in range(POINTS)]


class StockReplenishStrip(models.AbstractModel):
    """The projected balance beside a problem: stock if nothing more is ordered.

    Expected demand and lead time are those of the last plan, stock and open orders
    those of this moment. Supply that is overdue does not count, since nobody knows when
    it comes. What other warehouses are planned to draw does, as for the day on which
    stock runs out. A fixed number of queries a batch.
    """

    _name = "stock.replenish.strip"
    _description = "Replenishment Planning: projected balance in a few numbers"

    def _refresh_planned(self, company):
        """Bring the strips of a company's live exceptions up to date: of those whose
        rule was planned since the last scan, and of those without.
        """
        since = company.replenish_scanned_on
        planned = SQL("TRUE")
        if since:
            since = fields.Datetime.subtract(since, minutes=OVERLAP_MINUTES)
            planned = SQL("(e.strip IS NULL OR o.planned_on >= %s)", since)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """SELECT e.id FROM stock_replenish_exception e
                   JOIN stock_warehouse_orderpoint o ON o.id = e.orderpoint_id
                   WHERE e.company_id = %s AND e.state = ANY(%s) AND %s""",
                company.id,
                list(LIVE_STATES),
                planned,
            )
        )
        return self._refresh(company, [row for (row,) in self.env.cr.fetchall()])

    def _refresh(self, company, exception_ids):
        """Bring the strips of exceptions with a rule up to date.

        Other strips stay as they are, and one that says the same is not written.

        :return: number of strips that were written
        """
        self.env["stock.replenish.exception"].flush_model(["orderpoint_id", "strip"])
        self.env.cr.execute(
            SQL(
                """SELECT DISTINCT orderpoint_id FROM stock_replenish_exception
                   WHERE id = ANY(%s) AND orderpoint_id IS NOT NULL
                   ORDER BY orderpoint_id""",
                list(exception_ids),
            )
        )
        found = list(self._batches(company, [row for (row,) in self.env.cr.fetchall()]))
        if not found:
            return 0
        row, days, balance = (np.concatenate(part) for part in zip(*found, strict=True))
        columns.load(
            self.env.cr,
            "replenish_strip",
            [("row", "i4"), ("days", "i4"), *((name, "f8") for name in _NUMBERS)],
            {"row": row, "days": days, **dict(zip(_NUMBERS, balance.T, strict=True))},
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_exception e SET strip = told.strip
                FROM (
                    SELECT n.row, jsonb_build_object(
                        'days', n.days, 'balance', jsonb_build_array(%s)) AS strip
                    FROM replenish_strip n
                ) told
                WHERE told.row = e.orderpoint_id AND e.id = ANY(%s)
                  AND e.strip IS DISTINCT FROM told.strip
                """,
                columns.listed(_NUMBERS, "n"),
                list(exception_ids),
            )
        )
        self.env["stock.replenish.exception"].invalidate_model(["strip"], flush=False)
        return self.env.cr.rowcount

    def _batches(self, company, orderpoint_ids):
        """Yield (ids, days, balances) of the rules that can be planned, by batch.

        Balances are of shape (k, 12).
        """
        self.env.flush_all()
        today = company._replenish_today()
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        size = self.env["stock.replenish.planning"]._batch_size("plan")
        self = self.sudo().with_company(company)
        for ids in split_every(size, orderpoint_ids, list):
            frame = self.env["stock.replenish.frame"]._lay_out(company, ids, today)
            if not len(frame):
                continue
            last = self._last_plan(frame)
            items, policies, horizon = self._gather(frame, last)
            days, balance = strips(items, policies, today, horizon)
            known = days > 0
            unit = last["unit"][known, None]
            # Adding zero leaves no minus in front of nothing.
            balance = np.round(np.round(balance[known] / unit) * unit, digits) + 0.0
            yield frame.orderpoint[known], days[known], balance

    def _gather(self, frame, last):
        """Return the engine's items, policies, and the days each strip is to show.

        :param dict last: see :meth:`_last_plan`
        """
        plan = self.env["stock.replenish.plan"]
        position = self.env["stock.replenish.position"]
        records = self.env["stock.replenish.policy"].browse(
            np.unique(frame.policy[frame.policy > 0]).tolist()
        )
        policies = [policy._planning_parameters() for policy in records]
        policy, _version, _review = plan._policy_columns(frame, records)
        booked, dependent = position._booked(frame)
        receipts = position._receipts(frame)
        coming = receipts.day >= 0
        count = len(frame)
        items = replace(
            Items.blank(count),
            key=frame.orderpoint,
            policy=policy,
            # A week in which as much left as the plan expects.
            history=last["rate"].reshape(count, 1) * BUCKET,
            on_hand=position._on_hand(frame),
            receipts=Events(*(column[coming] for column in vars(receipts).values())),
            booked=booked,
            dependent=joined_events(dependent, position._planned_transfers(frame, [])),
        )
        review = policy_choices(policies, policy).review
        return items, policies, np.ceil(last["lead_days"]) + review

    def _last_plan(self, frame):
        """Return what the last plan found out, `rate` [a day] and `lead_days`, and
        `unit`, the smallest quantity worth telling."""
        pieces = self.env.ref("uom.product_uom_categ_unit", raise_if_not_found=False)
        return columns.read(
            self.env.cr,
            SQL(
                """SELECT COALESCE(o.demand_mean, 0) AS rate,
                          COALESCE(o.lead_time_mean, 0) AS lead_days,
                          GREATEST(u.rounding, 1e-6,
                                   CASE WHEN u.category_id = %s THEN u.factor END)
                              AS unit
                   FROM replenish_item i
                   JOIN stock_warehouse_orderpoint o ON o.id = i.orderpoint_id
                   JOIN replenish_product p ON p.product_id = i.product_id
                   JOIN uom_uom u ON u.id = p.uom_id
                   ORDER BY i.row""",
                pieces.id if pieces else 0,
            ),
            [("rate", "f8"), ("lead_days", "f8"), ("unit", "f8")],
        )
