from odoo import models


class StockReplenishRun(models.Model):
    _inherit = "stock.replenish.run"

    def _summon(self, part):
        """Make a job of every part that may be taken, in place of calling helpers.

        The scheduled action goes on taking parts as well: a plan comes to its end even
        where no job is run.
        """
        (self._parts_in_turn() - part)._delay()

    def _parts_in_turn(self):
        """Return the parts of this run that nothing has to be done before."""
        parts = self.env["stock.replenish.run.part"]
        return parts.browse(parts._claimable(self.kind, self.company_id)).filtered(
            lambda part: part.run_id == self
        )
