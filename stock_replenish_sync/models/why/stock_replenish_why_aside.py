from odoo import _, models

from ..suggestion.stock_replenish_suggestion import OPEN_STATES
from .stock_replenish_why_words import Words


class StockReplenishWhyAside(Words, models.AbstractModel):
    """What lies in the warehouse and is not counted: expired, or of another owner.

    Without it, "out of stock" beside a full shelf looks like a mistake.
    """

    _name = "stock.replenish.why.aside"
    _description = "Replenishment Planning: stock that an explanation leaves out"

    def _describe(self, case):
        """Return `sentences` and `inputs` (rows) on it, both empty as a rule."""
        inputs = self.env["stock.replenish.why.inputs"]
        Quant = self.env["stock.quant"].sudo()
        aside = Quant.search(inputs._lying(case)) - Quant.search(inputs._quants(case))
        quantity = sum(aside.mapped("quantity"))
        if quantity <= 0:
            return {"sentences": [], "inputs": []}
        told = self._quantity(case, quantity)
        sentence = _(
            "%s more lie there today and are not counted: expired, or of another "
            "owner.",
            told,
        )
        row = inputs._row(
            "aside",
            _("Not counted"),
            told,
            _("there today: expired, or of another owner"),
            [
                inputs._link(
                    _("Stock now"),
                    model="stock.quant",
                    domain=[("id", "in", aside.ids)],
                )
            ],
        )
        # What was ordered then was ordered for the stock of then.
        is_past = case.is_frozen and case.suggestion.state not in OPEN_STATES
        return {"sentences": [] if is_past else [sentence], "inputs": [row]}
