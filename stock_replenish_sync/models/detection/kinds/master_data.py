from odoo import _, models

from ..stock_replenish_detection import HIGH, LOW


class MasterData(models.AbstractModel):
    """Rules that lack what it takes to get goods, as the plan said."""

    _name = "stock.replenish.detection.master_data"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: master data missing"

    _kind = "master_data"
    _sequence = 12
    _family = "data"
    _reported = True
    _actions = ("fix", "why")

    def _label(self):
        return _("Master data missing")

    def _about(self):
        return _("Items without vendor, route, bill of materials, unit or lead time.")

    def _severity(self, code):
        # Orders are placed all the same.
        return LOW if code == "no_lead_time" else HIGH
