"""The way data files and the command reach the generator."""

from odoo import api, models

from .demo import create_demo


class StockReplenishGenerator(models.AbstractModel):
    """Creates demo data. Private methods only: nothing here can be called from
    outside.
    """

    _name = "stock.replenish.generator"
    _description = "Replenishment Demo Data"

    @api.model
    def _create_demo(self, seed=17):
        """Create the demo data unless it is there."""
        create_demo(self.env, seed=seed)
        return True
