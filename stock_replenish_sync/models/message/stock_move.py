from odoo import _, models

from ..plan.stock_replenish_position import CLOSED


class StockMove(models.Model):
    """What messages change of transfers between warehouses."""

    _inherit = "stock.move"

    def _replenish_document(self):
        return self.picking_id

    def _replenish_problem(self, message):
        """Return why this transfer cannot be changed as a message says, or False."""
        if self.state in CLOSED:
            return _("%s is closed.", self.reference)
        if any(move.state == "done" for move in self.move_orig_ids):
            return _("The goods of %s are on their way.", self.reference)
        resized = message.quantity_proposed != message.quantity_current
        if resized and message.kind != "cancel":
            return _("%s is moved or cancelled as a whole.", self.reference)
        return False

    def _replenish_chain(self):
        """Return this move and those that bring the goods to it, the nearest first."""
        chain = found = self
        while found:
            found = (found.move_orig_ids - chain)._replenish_only_for(chain)
            chain += found
        return chain

    def _replenish_only_for(self, moves):
        """Return which of these are open and bring goods to `moves` alone."""
        return self.filtered(
            lambda move: move.state not in CLOSED and move.move_dest_ids <= moves
        )

    def _replenish_change(self, message):
        """Change this transfer as a message says, with the rights of the user."""
        self.ensure_one()
        chain = self._replenish_chain()
        if message.kind == "cancel":
            # From the source on: core cancels what a cancelled move leads to.
            return chain[::-1].filtered(lambda m: m.state != "cancel")._action_cancel()
        moved = self.company_id._replenish_moved(self.date, message.date_proposed)
        delta = moved - self.date
        for move in chain:
            move.date += delta
        return True
