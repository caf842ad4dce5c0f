from odoo import _, api, models
from odoo.exceptions import ValidationError

from ...planning.choices import LONGEST_HORIZON
from ...planning.validation import LARGEST
from .stock_replenish_policy import PARAMETER_FIELDS

NEVER_NEGATIVE = (
    "lot_quantity",
    "order_cost",
    "holding_rate",
    "safety_days",
    "max_days_of_supply",
    "tolerance",
    "minimum_receipts",
    "minimum_history",
    "approval_limit",
)


class StockReplenishPolicy(models.Model):
    """What a policy may say; messages name fields as the form does."""

    _inherit = "stock.replenish.policy"

    @api.constrains(*PARAMETER_FIELDS, "approval_limit")
    def _check_parameters(self):
        for policy in self:
            problem = policy._parameter_problem()
            if problem:
                raise ValidationError(
                    _(
                        "Policy %(policy)s: %(problem)s",
                        policy=policy.name,
                        problem=problem,
                    )
                )

    def _label(self, name):
        """Return what the form calls a field, in the user's language."""
        return self.fields_get([name], ["string"])[name]["string"]

    def _parameter_problem(self):
        """Return what is wrong with the parameters, in the user's words, or False."""
        self.ensure_one()
        return self._range_problem() or self._lot_problem()

    def _range_problem(self):
        """Return which number the engine could not compute with, or False."""
        for name in NEVER_NEGATIVE:
            if not self[name] >= 0:
                return _("%s cannot be negative.", self._label(name))
            if self[name] > LARGEST:
                return _("%s is too large.", self._label(name))
        for name in ("review_days", "safety_days", "lot_days"):
            if not self[name] <= LONGEST_HORIZON:
                return _(
                    "%(field)s cannot be more than %(days)s.",
                    field=self._label(name),
                    days=LONGEST_HORIZON,
                )
        if not 0.5 <= self.service_level < 1:
            return _(
                "%s must be at least 50 %% and below 100 %%; nothing can guarantee "
                "100 %%.",
                self._label("service_level"),
            )
        if not self.review_days >= 1:
            return _("%s must be at least 1.", self._label("review_days"))
        if not 1 <= self.horizon_days <= 365:
            return _("%s must be between 1 and 365.", self._label("horizon_days"))
        return False

    def _lot_problem(self):
        """Return what the order quantity lacks, or False."""
        if not self.lot_days >= 0 or (
            self.lot_method in ("days", "lot_for_lot") and not self.lot_days
        ):
            return _("%s must be more than 0.", self._label("lot_days"))
        if self.lot_method == "fixed" and self.lot_quantity <= 0:
            return _(
                "a fixed quantity has to be more than 0: fill in %s.",
                self._label("lot_quantity"),
            )
        if self.lot_method == "eoq" and not (self.order_cost and self.holding_rate):
            return _(
                "an economic order quantity needs %(order_cost)s and "
                "%(holding_rate)s, both above 0.",
                order_cost=self._label("order_cost"),
                holding_rate=self._label("holding_rate"),
            )
        if self.method == "just_in_time" and self.lot_method != "lot_for_lot":
            return _(
                "just in time orders what is needed: choose that for %s.",
                self._label("lot_method"),
            )
        return False

    @api.constrains("company_id")
    def _check_governed_companies(self):
        """Refuse to take a policy away from companies that it governs."""
        Orderpoint = self.env["stock.warehouse.orderpoint"].sudo()
        for policy in self.filtered("company_id"):
            foreign = Orderpoint.with_context(active_test=False).search(
                [
                    ("policy_id", "=", policy.id),
                    ("company_id", "!=", policy.company_id.id),
                ],
                limit=1,
            )
            if foreign:
                raise ValidationError(
                    _(
                        "Policy %(policy)s governs reordering rules of %(company)s. "
                        "Share it, or give those rules another policy first.",
                        policy=policy.name,
                        company=foreign.company_id.name,
                    )
                )
