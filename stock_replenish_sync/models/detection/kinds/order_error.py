from odoo import _, models


class OrderError(models.AbstractModel):
    """Rules whose suggestions could not be ordered; every attempt counts anew."""

    _name = "stock.replenish.detection.order_error"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: ordering failed"

    _kind = "order_error"
    _sequence = 11
    _family = "data"
    _reported = True
    _event = True
    _actions = ("order", "fix", "why")

    def _label(self):
        return _("Ordering failed")

    def _about(self):
        return _("What was due and could not be ordered.")
