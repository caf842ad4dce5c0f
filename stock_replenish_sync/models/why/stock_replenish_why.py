import datetime as dt

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ...tools import roles
from ..decision.stock_replenish_decision import replay
from ..suggestion.stock_replenish_suggestion import OPEN_STATES

# Field that leads from a record to its suggestion.
SUGGESTION_FIELD = "replenish_suggestion_id"


class StockReplenishWhy(models.AbstractModel):
    """Explains one number: why this quantity, from what, and what else was possible.

    Reads only. What a person asked from (a rule, a suggestion, a decision, or the
    document a suggestion became) leads to one rule and, if there is one, one
    suggestion.
    """

    _name = "stock.replenish.why"
    _description = "Replenishment Planning: explain a quantity"

    @api.model
    def explain(self, res_model, res_id):
        """Return what the dialog shows.

        :param str res_model: rule, suggestion, decision, or a model with a link to the
            suggestion it was ordered for
        :param int res_id: id of the record
        :return: dict of plain values
        :raise AccessError: if the user may not see the rule, or has no role here
        :raise UserError: if the record has nothing to explain
        """
        return self._payload(self._case(res_model, res_id))

    @api.model
    def replay(self, res_model, res_id):
        """Plan the stored inputs again.

        :return: dict of `same` and `differences` (name, stored, replayed)
        :raise UserError: if no inputs are kept
        """
        kept = self._kept(self._find(res_model, res_id))
        if not kept:
            raise UserError(
                _("No inputs are kept for this, so there is nothing to replay.")
            )
        found = replay(kept)
        return {
            "same": not found,
            "differences": [
                {"name": name, "stored": stored, "replayed": replayed}
                for name, (stored, replayed) in found.items()
            ],
        }

    @api.model
    def open_demand(self, res_model, res_id, first=False, last=False):
        """Return the action that opens the moves counted as demand of some days.

        :param str first: first day, and `last`: last day, as ISO dates; by default
            all weeks that a plan of today looks at
        """
        orderpoint = self._find(res_model, res_id)[0]
        company = orderpoint.company_id
        today = company._replenish_today()
        weeks = company.replenish_history_weeks
        first = self._day(first) or fields.Date.subtract(today, weeks=weeks)
        last = self._day(last) or fields.Date.subtract(today, days=1)
        demand = self.env["stock.replenish.why.demand"].sudo()
        return {
            "type": "ir.actions.act_window",
            "name": _("Moves counted"),
            "res_model": "stock.move",
            "view_mode": "tree,form",
            "views": [(False, "list"), (False, "form")],
            "domain": demand._moves(orderpoint, first, last),
        }

    def _day(self, text):
        """Return the date that a call from outside names, None without one."""
        try:
            day = fields.Date.to_date(text)
        except (TypeError, ValueError):
            day = dt.date.max
        # Beyond, midnight has no moment in every time zone.
        if day and not 1900 <= day.year <= 2999:
            raise UserError(
                _("%s is not a day. Give days as in 2025-01-31, or none.", text)
            )
        return day

    def _case(self, res_model, res_id):
        """Return the facts, gathered as superuser once the user's rights are clear."""
        orderpoint, suggestion, decision = self._find(res_model, res_id)
        return (
            self.env["stock.replenish.why.case"]
            .sudo()
            ._build(
                orderpoint,
                suggestion,
                decision,
                single=res_model != "stock.warehouse.orderpoint",
            )
        )

    def _kept(self, found):
        """Return the snapshot behind what was asked for, if there is one."""
        orderpoint, suggestion, decision = found
        if decision:
            return decision.snapshot
        if suggestion:
            return suggestion.snapshot
        return orderpoint.decision_ids[:1].snapshot

    def _find(self, res_model, res_id):
        """Return (rule, suggestion, decision) of a record, the user's rights checked.

        What is returned is read as superuser: buyers may see why they buy without
        rights on rules and stock.
        """
        if res_model not in self._sources():
            raise UserError(_("There is no explanation for this kind of record."))
        # Numbers that no id can be would reach the database.
        known = type(res_id) is int and 0 < res_id < 2**31
        record = self.env[res_model].browse(res_id if known else ()).exists()
        if not record:
            raise UserError(
                _(
                    "This record no longer exists. Refresh the list to see what there "
                    "is now."
                )
            )
        record.check_access_rights("read")
        record.check_access_rule("read")
        self._check_role(res_model)
        record = record.sudo()
        suggestion = self.env["stock.replenish.suggestion"].sudo()
        decision = self.env["stock.replenish.decision"].sudo()
        if res_model == "stock.warehouse.orderpoint":
            orderpoint = record
            suggestion = self._open_suggestion(orderpoint)
        elif res_model == "stock.replenish.suggestion":
            suggestion, orderpoint = record, record.orderpoint_id
        elif res_model == "stock.replenish.decision":
            decision, orderpoint = record, record.orderpoint_id
        else:
            suggestion = self._suggestion_of(record)
            orderpoint = suggestion.orderpoint_id
        if not orderpoint:
            raise UserError(_("This was not ordered by Replenishment Planning."))
        orderpoint.with_env(self.env).check_access_rule("read")
        return orderpoint, suggestion, decision

    def _sources(self):
        """Return the models a person may ask from."""
        return (
            "stock.warehouse.orderpoint",
            "stock.replenish.suggestion",
            "stock.replenish.decision",
            "purchase.order.line",
            "stock.move",
            "stock.picking",
            "mrp.production",
        )

    def _check_role(self, res_model):
        """Raise unless the user is a viewer, or a buyer who asks of what is bought."""
        if res_model != "purchase.order.line" or not self.env.user.has_group(
            "purchase.group_purchase_user"
        ):
            roles.require(self.env, "viewer", _("seeing why"))

    def _open_suggestion(self, orderpoint):
        """Return what is next to be ordered for a rule."""
        return (
            self.env["stock.replenish.suggestion"]
            .sudo()
            .search(
                [
                    ("orderpoint_id", "=", orderpoint.id),
                    ("state", "in", OPEN_STATES),
                ],
                limit=1,
            )
        )

    def _suggestion_of(self, record):
        """Return the suggestion that a document was ordered for."""
        if record._name == "stock.picking":
            return record.move_ids[SUGGESTION_FIELD][:1]
        return record[SUGGESTION_FIELD]

    def _payload(self, case):
        def part(name):
            # Parts read as superuser; links and buttons ask for the user's rights.
            return self.env[f"stock.replenish.why.{name}"]

        orderpoint, suggestion = case.orderpoint, case.suggestion
        sentence = part("sentence")._describe(case)
        sourcing = part("sourcing")._describe(case)
        aside = part("aside")._describe(case)
        for said in (part("sourcing")._sentences(sourcing), aside["sentences"]):
            sentence["sentences"] += said
        days = part("demand")._describe(case)
        payload = {
            "title": _(
                "%(product)s for %(warehouse)s",
                product=orderpoint.product_id.display_name,
                warehouse=orderpoint.warehouse_id.name,
            ),
            "orderpoint_id": orderpoint.id,
            "suggestion_id": suggestion.id,
            "quantity": self._to_order(case, sentence["tone"]),
            "unit": case.unit.name,
            **sentence,
            **part("formula")._describe(
                case, sentence["tone"], days["projection"]["demand"]
            ),
            **part("inputs")._describe(case, aside["inputs"]),
            **days,
            **part("lead_time")._describe(case),
            **sourcing,
            **part("alternatives")._describe(case, days["projection"]),
            **part("changes")._describe(case),
            **part("documents")._describe(case),
        }
        payload["may"] = self._may(case, payload["tone"])
        payload["text"] = part("documents")._as_text(payload)
        return payload

    def _to_order(self, case, tone):
        """Return what the button orders: of a rule of Odoo, what that one says."""
        if tone == "neutral":
            return max(case.orderpoint.qty_to_order, 0.0)
        return case.quantity

    def _may(self, case, tone):
        """Return which buttons the user gets."""
        planner = roles.may(self.env, "planner")
        kept = self._kept((case.orderpoint, case.suggestion, case.decision))
        return {
            "order": planner
            and self._to_order(case, tone) > 0
            and tone in ("order", "typed", "neutral"),
            "plan": planner and not case.is_closed and bool(case.orderpoint.policy_id),
            "replay": bool(kept),
            "rule": self.env["stock.warehouse.orderpoint"].check_access_rights(
                "read", raise_exception=False
            ),
            "policy": bool(case.orderpoint.policy_id) and case.orderpoint.policy_id.id,
        }
