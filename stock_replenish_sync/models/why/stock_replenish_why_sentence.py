from odoo import _, models
from odoo.tools import format_date

from ...planning.datatypes import NO_DAY, Reason
from .stock_replenish_why_words import Words


class StockReplenishWhySentence(Words, models.AbstractModel):
    """Says in plain words what is to be done for a rule, and why."""

    _name = "stock.replenish.why.sentence"
    _description = "Replenishment Planning: the sentence of an explanation"

    def _describe(self, case):
        """Return `tone`, `headline` and `sentences`."""
        tone = self.env["stock.replenish.why.case"]._tone(case)
        headline, *sentences = getattr(self, f"_say_{tone}")(case)
        return {
            "tone": tone,
            "headline": headline,
            "sentences": [sentence for sentence in sentences if sentence],
        }

    # --- to do ---

    def _say_order(self, case):
        headline = _("Order %s now.", self._quantity(case, case.quantity))
        if len(case.due) > 1:
            headline = _(
                "Order %(quantity)s now, in %(count)s orders.",
                quantity=self._quantity(case, case.quantity),
                count=len(case.due),
            )
        return [headline, *self._reasons(case)]

    def _say_held(self, case):
        suggestion = case.suggestion
        return [
            _("%s wait for approval.", self._quantity(case, suggestion.quantity)),
            _(
                "They are worth %(value)s. Policy %(policy)s wants orders above "
                "%(limit)s approved.",
                value=suggestion.currency_id.format(suggestion.value),
                policy=suggestion.policy_id.name,
                limit=suggestion.currency_id.format(
                    suggestion.policy_id.approval_limit
                ),
            ),
            *self._reasons(case),
        ]

    def _say_typed(self, case):
        orderpoint = case.orderpoint
        return [
            _("Order %s, as typed.", self._quantity(case, case.typed))
            if case.typed > 0
            else _("Order nothing, as typed."),
            _(
                "%(user)s typed %(typed)s on %(day)s in place of %(plan)s by the plan. "
                "It stands until the next plan.",
                user=orderpoint.typed_uid.name,
                typed=self._quantity(case, case.typed),
                day=format_date(self.env, orderpoint.typed_on),
                plan=self._quantity(case, orderpoint.suggested_qty),
            ),
        ]

    def _say_next(self, case, need):
        """Return the sentence on the next order, which is not due yet."""
        values = {
            "need": self._day(need.need_date),
            "quantity": self._quantity(case, need.quantity),
            "release": self._day(need.release_date),
        }
        if need.lane_id and need.need_date <= case.company._replenish_today():
            return _(
                "Needed now: %(quantity)s leave %(sender)s on %(release)s and arrive "
                "on %(arrives)s.",
                sender=need.source_warehouse_id.sudo().name,
                arrives=self._day(need.arrival_date),
                **values,
            )
        return _("Covered until %(need)s: order %(quantity)s by %(release)s.", **values)

    def _say_covered(self, case):
        need = case.suggestion
        if not case.result["demand_mean"] and not case.inputs["booked"]:
            if not case.inputs["dependent"]:
                return [
                    _("Nothing to order."),
                    _("Nothing was asked for and nothing is booked."),
                ]
        if not need:
            return [
                _("Nothing to order."),
                _(
                    "Stock and what is on order cover all that is foreseen for %s.",
                    self._days(case.policy.get("horizon_days", 0)),
                ),
            ]
        sentences = [
            _("Nothing to order today."),
            self._say_next(case, need),
        ]
        if need.due_date != need.release_date:
            sentences.append(
                _(
                    "The policy orders every %(review)s; the order is due on %(due)s.",
                    review=self._days(case.policy.get("review_days", 1)),
                    due=self._day(need.due_date),
                )
            )
        return sentences

    def _reasons(self, case):
        """Return the sentences that say why, most important first."""
        suggestion = case.suggestion or case.due[:1]
        return [
            self._need_sentence(case, suggestion),
            self._arrival_sentence(case, suggestion),
            self._rounding_sentence(case),
            self._late_sentence(case),
        ]

    def _needed(self, case):
        """Return what is needed, however many sources it is cut over."""
        parts = self.env["stock.replenish.why.sourcing"]._parts(case)
        return sum(parts.mapped("raw_quantity"))

    def _need_sentence(self, case, suggestion):
        if not suggestion:
            return ""
        if case.policy.get("method") == "just_in_time":
            return _(
                "What is booked needs %(quantity)s on %(day)s.",
                quantity=self._quantity(case, self._needed(case)),
                day=self._day(suggestion.need_date),
            )
        if case.has(Reason.STOCKED_OUT):
            return _("It is out of stock.")
        values = {
            "day": self._day(suggestion.need_date),
            "safety": self._quantity(case, case.result["safety_stock"]),
        }
        out = case.result["stockout_day"]
        if out == NO_DAY:
            return _(
                "On %(day)s stock falls below the safety stock of %(safety)s.",
                **values,
            )
        out = case.day(max(out, 0))
        if out <= suggestion.need_date:
            return _("Stock runs out on %s.", self._day(out))
        return _(
            "On %(day)s stock falls below the safety stock of %(safety)s, and on "
            "%(out)s it runs out.",
            out=self._day(out),
            **values,
        )

    def _arrival_sentence(self, case, suggestion):
        if not suggestion or not suggestion.arrival_date:
            return ""
        late = (suggestion.arrival_date - suggestion.need_date).days
        values = {
            "arrival": self._day(suggestion.arrival_date),
            "late": self._days(late),
        }
        if late > 0:
            return _(
                "An order today arrives on %(arrival)s, %(late)s after it is needed.",
                **values,
            )
        return _("Ordered in time, it arrives on %(arrival)s.", **values)

    def _rounding_sentence(self, case):
        need = case.need
        if not need or abs(need["quantity"] - need["raw_quantity"]) < 0.005:
            return ""
        values = {
            "raw": self._quantity(case, need["raw_quantity"]),
            "quantity": self._quantity(case, need["quantity"]),
            "multiple": self._quantity(case, case.item["multiple"]),
            "minimum": self._quantity(case, case.item["minimum"]),
        }
        if case.has(Reason.RAISED_TO_MINIMUM, need["reasons"]):
            return _(
                "%(raw)s became %(quantity)s: the vendor sells %(minimum)s or more.",
                **values,
            )
        if case.item["multiple"] == 1:
            # Whole units need no word.
            return ""
        if case.has(Reason.ROUNDED_TO_MULTIPLE, need["reasons"]):
            return _(
                "%(raw)s became %(quantity)s: ordered in multiples of %(multiple)s.",
                **values,
            )
        return ""

    def _late_sentence(self, case):
        late = sum(event[1] for event in case.inputs["receipts"] if event[0] < 0)
        if not late:
            return ""
        return _(
            "%s on order are late and still count; nothing is ordered twice.",
            self._quantity(case, late),
        )

    # --- decided already ---

    def _say_ordered(self, case):
        suggestion = case.suggestion
        headline = _(
            "%(quantity)s were ordered on %(day)s by %(user)s.",
            quantity=self._quantity(case, suggestion.quantity),
            day=format_date(self.env, suggestion.ordered_on),
            user=suggestion.ordered_uid.name,
        )
        typed = (
            _("A person typed this quantity in place of the plan's.")
            if suggestion.is_typed
            else ""
        )
        if not case.is_frozen:
            missing = _(
                "What it was planned from is not kept; below are the figures of today."
            )
            return [headline, typed, missing]
        return [headline, typed, *self._reasons(case)]

    def _say_rejected(self, case):
        suggestion = case.suggestion
        return [
            _("%s were rejected.", self._quantity(case, suggestion.quantity)),
            _(
                "The same need is not suggested again until %s.",
                self._day(suggestion.rejected_until),
            ),
            suggestion.reject_reason and _("Reason: %s", suggestion.reject_reason),
        ]

    def _say_superseded(self, case):
        return [
            _(
                "%s are no longer needed.",
                self._quantity(case, case.suggestion.quantity),
            ),
            _("A later plan withdrew this suggestion."),
        ]

    def _say_decision(self, case):
        decision = case.decision
        words = {
            name: dict(decision._fields[name]._description_selection(self.env))
            for name in ("cause", "state")
        }
        reviewed = decision.reviewed_uid
        return [
            _(
                "Reorder point from %(before)s to %(after)s.",
                before=self._number(decision.before_min_qty),
                after=self._quantity(case, decision.after_reorder_point),
            ),
            _(
                "Safety stock from %(before)s to %(after)s.",
                before=self._number(decision.before_safety_stock),
                after=self._quantity(case, decision.after_safety_stock),
            ),
            _("%(cause)s. %(state)s.", **{k: words[k][decision[k]] for k in words}),
            reviewed and _("Reviewed by %s.", reviewed.name),
            decision.reject_reason and _("Reason: %s", decision.reject_reason),
        ]

    # --- not planned ---

    def _say_failed(self, case):
        problem = (
            self.env["stock.replenish.exception"]
            .sudo()
            .search(
                [
                    ("orderpoint_id", "=", case.orderpoint.id),
                    ("kind", "in", ("planning_error", "master_data")),
                    ("is_present", "=", True),
                ],
                limit=1,
            )
        )
        return [
            _("This could not be planned."),
            problem.problem or _("See Exceptions for what is wrong."),
        ]

    def _say_unplanned(self, _case):
        return [
            _("Not planned yet."),
            _(
                "The next plan says what to order. The figures below are those of "
                "this moment."
            ),
        ]

    def _say_neutral(self, case):
        orderpoint = case.orderpoint
        policy = orderpoint.policy_id
        headline = (
            _(
                "Odoo's own rule orders %s.",
                self._quantity(case, orderpoint.qty_to_order),
            )
            if orderpoint.qty_to_order
            else _("Odoo's own rule orders nothing.")
        )
        waiting = policy and policy.method != "min_max"
        return [
            headline,
            _(
                "When the forecast falls below the minimum of %(minimum)s, it is "
                "filled up to the maximum of %(maximum)s.",
                minimum=self._quantity(case, orderpoint.product_min_qty),
                maximum=self._quantity(case, orderpoint.product_max_qty),
            ),
            waiting
            and _(
                "Policy %s decides once its first proposal is accepted.", policy.name
            ),
        ]
