from math import ceil

from odoo import _, models

from ...planning import demand_over_lead_time
from ...planning.datatypes import Reason
from ...planning.normal import ndtri
from .stock_replenish_why_words import Words


class StockReplenishWhyFormula(Words, models.AbstractModel):
    """The formula with its numbers: three lines at a glance, and step by step."""

    _name = "stock.replenish.why.formula"
    _description = "Replenishment Planning: the formula of an explanation"

    def _describe(self, case, tone, demand):
        """Return `lines` (label, value, text) and `steps` (label, value, text).

        :param demand: what leaves on each of the coming days
        """
        if tone == "neutral":
            return {"lines": self._core_lines(case), "steps": []}
        if tone == "failed":
            # What could not be planned has figures of the past only.
            return {"lines": [self._position_line(case)], "steps": []}
        return {"lines": self._lines(case, demand), "steps": self._steps(case)}

    # ------------------------------------------------------------------
    # At a glance
    # ------------------------------------------------------------------

    def _lines(self, case, demand):
        lines = [self._position_line(case), self._point_line(case)]
        if self._is_uneven(case, demand):
            lines = [self._stock_line(case, demand), self._safety_line(case)]
        order = None if case.decision else self._order_line(case)
        return [*lines, order] if order else lines

    def _is_uneven(self, case, demand):
        """Tell whether something is due though the reorder point is not reached.

        The reorder point knows averages; what is booked, or drawn by other
        warehouses, may come at once.
        """
        need, result = case.need, case.result
        return (
            need
            and case.quantity > 0
            and 0 <= need["need_day"] < len(demand)
            and result["position"] >= result["reorder_point"]
        )

    def _stock_line(self, case, demand):
        """Return the balance in which the plan found the need."""
        day = case.need["need_day"]
        leaving = sum(demand[: day + 1])
        on_hand, coming = case.item["on_hand"] or 0, case.sum("receipts")
        return self._line(
            "position",
            _("Stock on %s", self._day(case.day(day))),
            on_hand + coming - leaving,
            _(
                "%(on_hand)s on hand + %(incoming)s on order − %(leaving)s that leave "
                "until then",
                on_hand=self._number(on_hand),
                incoming=self._number(coming),
                leaving=self._number(leaving),
            ),
        )

    def _safety_line(self, case):
        return self._line(
            "point",
            _("Safety stock"),
            case.result["safety_stock"],
            _("the stock must not fall below it"),
        )

    def _line(self, key, label, value, text):
        return {"key": key, "label": label, "value": self._number(value), "text": text}

    def _position_line(self, case):
        return self._line(
            "position",
            _("Available"),
            case.result["position"],
            _(
                "%(on_hand)s on hand + %(incoming)s on order − %(booked)s already "
                "promised",
                on_hand=self._number(case.item["on_hand"] or 0),
                incoming=self._number(case.sum("receipts")),
                booked=self._number(case.sum("booked")),
            ),
        )

    def _point_line(self, case):
        result = case.result
        values = {
            "expected": self._number(
                result["proposed_reorder_point"] - result["proposed_safety_stock"]
            ),
            "days": self._days(self._window(case)),
            "safety": self._number(result["proposed_safety_stock"]),
            "proposed": self._number(result["proposed_reorder_point"]),
        }
        text = _(
            "%(expected)s expected in %(days)s + %(safety)s safety stock", **values
        )
        if abs(result["reorder_point"] - result["proposed_reorder_point"]) > 0.005:
            since = case.orderpoint.parameters_on
            text = _(
                "in force since %(since)s; by the latest figures %(proposed)s = "
                "%(expected)s expected in %(days)s + %(safety)s safety stock",
                since=self._day(since),
                **values,
            )
        return self._line("point", _("Reorder point"), result["reorder_point"], text)

    def _order_line(self, case):
        quantity = case.quantity
        need = case.need
        if len(case.due) > 1 and case.typed is None:
            text = " + ".join(self._number(row.quantity) for row in case.due)
        elif case.typed is not None:
            text = _("typed by %s", case.orderpoint.typed_uid.name)
        elif case.suggestion.is_typed:
            text = _("typed by a person")
        elif not need:
            return None
        else:
            text = self._quantity_text(case, need)
            quantity = quantity or need["quantity"]
        label = _("Order") if case.quantity else _("Next order")
        return self._line("order", label, quantity, text)

    def _quantity_text(self, case, need):
        """Say how the quantity of a need came about."""
        raw = self._number(need["raw_quantity"])
        lot = case.result["order_quantity"]
        if lot and abs(need["raw_quantity"] - lot) <= 1e-6 * max(lot, 1):
            text = _("%s, the lot of the policy", raw)
        else:
            text = _(
                "%(raw)s missing on %(day)s to keep the safety stock",
                raw=raw,
                day=self._day(case.day(need["need_day"])),
            )
        if case.has(Reason.RAISED_TO_MINIMUM, need["reasons"]):
            text = _(
                "%(text)s, raised to the vendor's minimum of %(minimum)s",
                text=text,
                minimum=self._number(case.item["minimum"]),
            )
        if case.has(Reason.ROUNDED_TO_MULTIPLE, need["reasons"]):
            if case.item["multiple"] == 1:
                return _("%s, in whole units", text)
            text = _(
                "%(text)s, in multiples of %(multiple)s",
                text=text,
                multiple=self._number(case.item["multiple"]),
            )
        return text

    def _core_lines(self, case):
        """Explain a rule that core decides by core's own formula."""
        orderpoint = case.orderpoint
        forecast = orderpoint.qty_forecast
        short = forecast < orderpoint.product_min_qty
        lines = [
            self._line(
                "position",
                _("Forecast"),
                forecast,
                _(
                    "Odoo's forecast on %s: on hand, plus what comes, minus what goes",
                    self._day(orderpoint.lead_days_date),
                ),
            ),
            self._line(
                "point",
                _("Minimum"),
                orderpoint.product_min_qty,
                _("the forecast is below it")
                if short
                else _("the forecast is not below it"),
            ),
        ]
        if short or orderpoint.qty_to_order:
            text = _(
                "maximum %(maximum)s − forecast %(forecast)s",
                maximum=self._number(
                    max(orderpoint.product_max_qty, orderpoint.product_min_qty)
                ),
                forecast=self._number(forecast),
            )
            if orderpoint.qty_multiple:
                text = _(
                    "%(text)s, in multiples of %(multiple)s",
                    text=text,
                    multiple=self._number(orderpoint.qty_multiple),
                )
            lines.append(self._line("order", _("Order"), orderpoint.qty_to_order, text))
        return lines

    # ------------------------------------------------------------------
    # Step by step
    # ------------------------------------------------------------------

    def _window(self, case):
        """Return the whole days an order has to cover."""
        policy = case.policy
        return (
            ceil(case.result["lead_time_mean"] - 1e-6)
            + ceil(policy.get("safety_days", 0) - 1e-6)
            + ceil(max(policy.get("review_days", 1), 1) - 1e-6)
        )

    def _steps(self, case):
        steps = [
            *self._demand_steps(case),
            *self._lead_time_steps(case),
            *self._safety_steps(case),
            *self._lot_steps(case),
            *self._date_steps(case),
        ]
        return [
            {"label": label, "value": value, "text": text}
            for label, value, text in steps
        ]

    def _per_day(self, case, value):
        return _(
            "%(number)s %(unit)s a day",
            number=self._number(value, 3),
            unit=case.unit.name,
        )

    def _demand_steps(self, case):
        weeks = case.inputs["history"]
        total = sum(value or 0 for value in weeks)
        yield (
            _("Expected demand"),
            self._per_day(case, case.result["demand_mean"]),
            _(
                "%(total)s shipped or used in %(weeks)s weeks",
                total=self._quantity(case, total),
                weeks=len(weeks),
            ),
        )
        yield (
            _("Give or take"),
            self._per_day(case, case.result["demand_std"]),
            _("standard deviation of the weeks, brought to a day"),
        )
        if case.inputs["dependent"]:
            yield (
                _("Other warehouses"),
                self._quantity(case, case.sum("dependent")),
                _("what they will draw comes on top"),
            )

    def _lead_time_steps(self, case):
        yield (
            _("Lead time"),
            _("%s days", self._number(case.result["lead_time_mean"], 2)),
            self._lead_time_source(case),
        )
        policy = case.policy
        yield (
            _("To be covered"),
            self._days(self._window(case)),
            _(
                "%(lead)s lead time, in whole days, + %(safety)s safety time + "
                "%(review)s until the next chance to order",
                lead=self._days(ceil(case.result["lead_time_mean"] - 1e-6)),
                safety=self._days(policy.get("safety_days", 0)),
                review=self._days(max(policy.get("review_days", 1), 1)),
            ),
        )

    def _lead_time_source(self, case):
        if case.has(Reason.LEARNED_LEAD_TIME):
            return _(
                "learned from %(count)s receipts, give or take %(std)s; agreed: "
                "%(agreed)s",
                count=case.item["learned_lead_time_count"],
                std=self._days(case.result["lead_time_std"]),
                agreed=self._days(case.item["contract_lead_time"] or 0),
            )
        if case.has(Reason.FEW_RECEIPTS):
            return _(
                "as agreed: %(count)s receipts are too few to learn from",
                count=case.item["learned_lead_time_count"],
            )
        if case.has(Reason.ZERO_LEAD_TIME):
            return _("no lead time is known: planned as if it came at once")
        return _("as agreed with the vendor, or by the bill or the route")

    def _safety_steps(self, case):
        result, policy = case.result, case.policy
        kind = policy.get("service_kind", "none")
        _mean, deviation = demand_over_lead_time(
            result["demand_mean"],
            result["demand_std"],
            result["lead_time_mean"],
            result["lead_time_std"],
            max(policy.get("review_days", 1), 1),
        )
        values = {
            "level": self._percent(policy.get("service_level", 0)),
            "deviation": self._quantity(case, float(deviation)),
            "factor": self._number(
                float(ndtri(min(max(policy.get("service_level", 0), 0.5), 0.9999))), 2
            ),
        }
        if kind == "cycle":
            text = _(
                "%(factor)s × %(deviation)s: with this factor %(level)s of order "
                "cycles end without a stock-out",
                **values,
            )
        elif kind == "fill":
            text = _(
                "so that %(level)s of all units leave from stock, with demand off by "
                "%(deviation)s while an order is on its way",
                **values,
            )
        else:
            text = _("the policy keeps none")
        if case.has(Reason.CAPPED_SAFETY_STOCK):
            text = _("%s; cut to the policy's days of supply", text)
        yield (
            _("Safety stock"),
            self._quantity(case, result["proposed_safety_stock"]),
            text,
        )
        if case.has(Reason.WITHIN_TOLERANCE):
            yield (
                _("Safety stock in force"),
                self._quantity(case, result["safety_stock"]),
                _(
                    "kept: the new figures differ by less than the policy's tolerance "
                    "of %s",
                    self._percent(policy.get("tolerance", 0)),
                ),
            )
        elif case.has(Reason.FROZEN):
            yield (
                _("Safety stock in force"),
                self._quantity(case, result["safety_stock"]),
                _("kept until a person accepts the new figures"),
            )

    def _lot_steps(self, case):
        policy, result = case.policy, case.result
        lot = result["order_quantity"]
        method = policy.get("lot_method") or (
            "lot_for_lot" if policy.get("method") == "just_in_time" else "eoq"
        )
        words = {
            "eoq": _(
                "the cheapest quantity: %(cost)s an order against %(rate)s a year for "
                "holding stock",
                cost=case.company.currency_id.format(policy.get("order_cost", 0)),
                rate=self._percent(policy.get("holding_rate", 0)),
            ),
            "days": _("%s of demand", self._days(policy.get("lot_days", 0))),
            "fixed": _("fixed by the policy"),
            "lot_for_lot": _("just what is missing"),
        }
        if method != "lot_for_lot":
            yield _("Lot"), self._quantity(case, lot), words[method]
        need = case.need
        if need:
            yield (
                _("Quantity"),
                self._quantity(case, need["quantity"]),
                self._quantity_text(case, need),
            )

    def _date_steps(self, case):
        need = case.need
        if not need:
            return
        yield (
            _("Needed on"),
            self._day(case.day(need["need_day"])),
            _(
                "first day the stock would be below %s",
                self._quantity(case, case.result["safety_stock"]),
            ),
        )
        yield (
            _("Order by"),
            self._day(case.day(need["release_day"])),
            _(
                "%(lead)s lead time and %(safety)s safety time earlier",
                lead=self._days(ceil(case.result["lead_time_mean"] - 1e-6)),
                safety=self._days(case.policy.get("safety_days", 0)),
            ),
        )
        due = need.get("due_day", need["release_day"])
        if due != need["release_day"]:
            yield (
                _("Due on"),
                self._day(case.day(due)),
                _("the review day on which it is ordered"),
            )
        yield (
            _("Arrives on"),
            self._day(case.day(need["arrival_day"])),
            _("if ordered then, or today where that is past"),
        )
