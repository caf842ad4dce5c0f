import datetime as dt

import numpy as np
import pytz

from odoo import _, models
from odoo.osv import expression

from ...planning import project, snapshot
from .stock_replenish_why_words import Words

# Days the projection looks ahead at least and at most.
SHORTEST, LONGEST = 28, 182


class StockReplenishWhyDemand(Words, models.AbstractModel):
    """Demand of the past by week, stock of the coming days, and the moves counted."""

    _name = "stock.replenish.why.demand"
    _description = "Replenishment Planning: demand and projection of an explanation"

    def _describe(self, case):
        """Return `history` and `projection`."""
        return {"history": self._history(case), "projection": self._projection(case)}

    # ------------------------------------------------------------------
    # The past
    # ------------------------------------------------------------------

    def _history(self, case):
        quantities = [value or 0.0 for value in case.inputs["history"]]
        count = len(quantities)
        weeks = [
            {
                "start": str(case.day(-7 * (count - index))),
                "end": str(case.day(-7 * (count - index) + 6)),
                "quantity": quantity,
            }
            for index, quantity in enumerate(quantities)
        ]
        link = False
        if weeks:
            link = self._link(
                _("Moves counted"),
                model="stock.move",
                domain=self._moves(case.orderpoint, case.day(-7 * count), case.day(-1)),
            )
        return {
            "weeks": weeks,
            "total": sum(quantities),
            "mean": 7 * case.result["demand_mean"],
            "link": link,
            "pattern": self._pattern(case),
        }

    def _pattern(self, case):
        words = {
            "smooth": _("steady demand"),
            "erratic": _("demand of varying size"),
            "intermittent": _("demand now and then"),
            "lumpy": _("rare demand of varying size"),
        }
        return words.get(case.result["pattern"], _("no demand yet"))

    def _moves(self, orderpoint, first, last):
        """Return the domain of the done moves that are the demand of some days.

        What left for customers and into production on these days, and what came back
        of it, whenever that was.
        """
        scope = self._scope_id(orderpoint)
        company = orderpoint.company_id
        shipped = [
            ("location_id", "child_of", scope),
            ("location_id.usage", "=", "internal"),
            ("location_dest_id.usage", "in", ("customer", "production")),
            ("date", ">=", self._midnight(company, first)),
            ("date", "<", self._midnight(company, last + dt.timedelta(days=1))),
        ]
        returned = [
            (f"origin_returned_move_id.{field}", operator, value)
            for field, operator, value in [("state", "=", "done"), *shipped]
        ]
        return expression.AND(
            [
                [
                    ("product_id", "=", orderpoint.product_id.id),
                    ("state", "=", "done"),
                ],
                expression.OR([shipped, returned]),
            ]
        )

    def _scope_id(self, orderpoint):
        """Return the location whose moves count; see `stock.replenish.frame`."""
        warehouse = orderpoint.warehouse_id
        whole = warehouse.lot_stock_id.parent_path.startswith(
            orderpoint.location_id.parent_path
        )
        return (warehouse.view_location_id if whole else orderpoint.location_id).id

    def _midnight(self, company, day):
        """Return the first moment of a company's day, as a domain has it."""
        zone = pytz.timezone(company._replenish_timezone())
        start = zone.localize(dt.datetime(day.year, day.month, day.day))
        return str(start.astimezone(pytz.utc).replace(tzinfo=None))

    # ------------------------------------------------------------------
    # The days to come
    # ------------------------------------------------------------------

    def _projection(self, case):
        items, policy, today = snapshot.thaw(case.inputs)
        needs = case.result["needs"]
        # Until the next order has arrived, and two weeks more.
        lead = int(np.ceil(case.result["lead_time_mean"]))
        arrivals = [need["arrival_day"] for need in needs[:1]] + [
            (part.arrival_date - case.today).days
            for part in case.by_lanes[:2]
            if part.arrival_date
        ]
        ahead = max(arrivals or [lead]) + 14
        days = min(max(ahead, SHORTEST), LONGEST)
        seen = project(items, [policy] if policy else [], today, days)
        balance = seen.balance[0]
        orders = self._orders(case, seen.orders[0])
        need = case.need
        label, safety, point = self._levels(case)
        return {
            "start": str(today),
            "balance": _rounded(balance),
            "planned": _rounded(balance + orders.cumsum()) if needs else [],
            "receipts": _rounded(seen.receipts[0]),
            "orders": _rounded(orders),
            "demand": _rounded(seen.demand[0]),
            "safety_stock": safety,
            "reorder_point": point,
            "reorder_label": label,
            "need_day": need["need_day"] if need else None,
            "text": self._in_words(case, balance),
        }

    def _orders(self, case, orders):
        """Return what new orders bring on each day; lanes have days of their own.

        :param orders: what the rule alone would have, shape (days,)
        """
        parts = case.by_lanes
        if not parts:
            return orders
        orders = np.zeros_like(orders)
        for part in parts:
            day = ((part.arrival_date or part.need_date) - case.today).days
            if day < len(orders):
                orders[max(day, 0)] += part.quantity
        return orders

    def _levels(self, case):
        """Return the level at which is ordered: its name, safety stock, quantity."""
        if case.orderpoint.is_governed or case.is_closed:
            result = case.result
            return _("Reorder point"), result["safety_stock"], result["reorder_point"]
        return _("Minimum"), 0.0, case.orderpoint.product_min_qty

    def _in_words(self, case, balance):
        """Say what the chart shows, for those who cannot see it."""
        lowest = int(balance.argmin())
        label, safety, point = self._levels(case)
        said = _(
            "Without a new order, stock goes from %(first)s to its lowest, %(lowest)s, "
            "on %(day)s. %(label)s: %(point)s.",
            first=self._quantity(case, case.item["on_hand"] or 0),
            lowest=self._quantity(case, float(balance[lowest])),
            day=self._day(case.day(lowest)),
            label=label,
            point=self._quantity(case, point),
        )
        if not safety:
            return said
        return _(
            "%(said)s Safety stock: %(safety)s.",
            said=said,
            safety=self._quantity(case, safety),
        )


def _rounded(values):
    """Return numbers a chart can show."""
    return [round(float(value), 3) + 0.0 for value in values]
