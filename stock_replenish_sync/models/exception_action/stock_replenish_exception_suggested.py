from odoo import _, models
from odoo.exceptions import UserError

from ..exception.stock_replenish_exception_episode import ACTS
from ..exception.stock_replenish_exception_offered import LOOKING

#: Codes of actions that may be suggested, each with a method of its name.
ACTIONS = frozenset((*(code for code, _label in ACTS), *LOOKING))


class StockReplenishException(models.Model):
    """Do what is suggested."""

    _inherit = "stock.replenish.exception"

    def action_suggested(self):
        """Do what is suggested for these exceptions, if that is one thing."""
        rows = self._acting(_("acting on exceptions"))
        codes = set(rows.mapped("suggested_action"))
        if len(codes) > 1:
            raise UserError(
                _(
                    "These exceptions ask for different actions. Choose one action for "
                    "all of them, or select exceptions of one kind."
                )
            )
        [code] = codes
        if code not in ACTIONS:
            raise UserError(_("Nothing is suggested here. Open it to see what to do."))
        return getattr(self, f"action_{code}")()
