from odoo import _, models


class MasterData(models.AbstractModel):
    """Rules that lack what it takes to get goods, as the plan said."""

    _name = "stock.replenish.detection.master_data"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: master data missing"

    _kind = "master_data"
    _sequence = 12
    _reported = True
    _actions = ("fix", "why")

    def _label(self):
        return _("Master data missing")

    def _about(self):
        return _("Items without vendor, route, bill of materials, unit or lead time.")
