from odoo import _, models

from ..stock_replenish_detection import CRITICAL


class PlanningError(models.AbstractModel):
    """Rules that the plan could not plan, as it said itself."""

    _name = "stock.replenish.detection.planning_error"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: planning failed"

    _kind = "planning_error"
    _sequence = 10
    _family = "data"
    _reported = True
    _actions = ("why", "fix")

    def _label(self):
        return _("Planning failed")

    def _about(self):
        return _("Items that could not be planned.")

    def _severity(self, _code):
        return CRITICAL
