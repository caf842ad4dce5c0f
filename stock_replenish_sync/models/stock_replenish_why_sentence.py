from odoo import _, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang


class StockReplenishWhySentence(models.AbstractModel):
    """Says in one sentence what is to be done for a rule, and why."""

    _name = "stock.replenish.why.sentence"
    _description = "Replenishment Planning: the sentence of an explanation"

    def _describe(self, orderpoint, suggestion):
        """Return `tone` (a key for icon and colour) and `sentence`."""
        tone = self._tone(orderpoint, suggestion)
        return {
            "tone": tone,
            "sentence": getattr(self, f"_sentence_{tone}")(orderpoint, suggestion),
        }

    def _tone(self, orderpoint, suggestion):
        if suggestion.state == "ordered":
            return "ordered"
        if orderpoint.plan_status == "failed":
            return "failed"
        if not orderpoint.is_governed:
            return "neutral"
        if orderpoint.plan_status in (False, "not_planned"):
            return "unplanned"
        if suggestion.state == "held":
            return "held"
        if suggestion and suggestion.due_date <= self._today(orderpoint):
            return "order"
        return "covered"

    def _today(self, orderpoint):
        return orderpoint.company_id._replenish_today()

    def _quantity(self, orderpoint, quantity):
        """Return a quantity with its unit, as a person writes it."""
        number = formatLang(self.env, quantity, dp="Product Unit of Measure")
        return f"{number} {orderpoint.product_uom.name}"

    def _sentence_ordered(self, orderpoint, suggestion):
        return _(
            "%(quantity)s were ordered on %(day)s.",
            quantity=self._quantity(orderpoint, suggestion.quantity),
            day=format_date(self.env, suggestion.ordered_on),
        )

    def _sentence_failed(self, orderpoint, _suggestion):
        problem = self.env["stock.replenish.exception"].search(
            [("orderpoint_id", "=", orderpoint.id), ("state", "!=", "resolved")],
            limit=1,
        )
        return problem.problem or _("This item could not be planned; see Exceptions.")

    def _sentence_neutral(self, orderpoint, _suggestion):
        return _(
            "Odoo's own rule decides: when the forecast falls below %(minimum)s, it "
            "orders up to %(maximum)s.",
            minimum=self._quantity(orderpoint, orderpoint.product_min_qty),
            maximum=self._quantity(orderpoint, orderpoint.product_max_qty),
        )

    def _sentence_unplanned(self, _orderpoint, _suggestion):
        return _("Not planned yet. The next plan, or Plan again, says what to order.")

    def _sentence_held(self, orderpoint, suggestion):
        return _(
            "%(quantity)s wait for approval: worth %(value)s, more than the policy "
            "lets go without.",
            quantity=self._quantity(orderpoint, suggestion.quantity),
            value=suggestion.currency_id.format(suggestion.value),
        )

    def _sentence_order(self, orderpoint, suggestion):
        return _(
            "Order %(quantity)s now: needed on %(day)s.",
            quantity=self._quantity(orderpoint, suggestion.quantity),
            day=format_date(self.env, suggestion.need_date),
        )

    def _sentence_covered(self, orderpoint, suggestion):
        if not suggestion:
            return _("Nothing to order: stock and open orders cover what is foreseen.")
        return _(
            "Nothing to order today. Order %(quantity)s by %(day)s.",
            quantity=self._quantity(orderpoint, suggestion.quantity),
            day=format_date(self.env, suggestion.release_date),
        )
