from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ...tools import roles


class StockReplenishBulk(models.AbstractModel):
    """What the dialogs over many rows have in common: which rows, how many."""

    _name = "stock.replenish.bulk"
    _description = "Replenishment Planning: change many rows"

    orderpoint_ids = fields.Many2many(
        "stock.warehouse.orderpoint", string="Reordering Rules", required=True
    )
    applies_to = fields.Char(string="Applies to", compute="_compute_applies_to")

    @api.depends("orderpoint_ids")
    def _compute_applies_to(self):
        for dialog in self:
            rows = dialog.orderpoint_ids
            names = ", ".join(rows[:3].product_id.mapped("display_name"))
            more = len(rows) - 3
            dialog.applies_to = (
                _("%(names)s and %(count)s more", names=names, count=more)
                if more > 0
                else names
            )

    def _rows(self, doing):
        """Return the chosen rows for changing them as a planner may."""
        roles.require(self.env, "planner", doing)
        self.ensure_one()
        if not self.orderpoint_ids:
            raise UserError(_("Select at least one item first."))
        return self.orderpoint_ids.with_user(self.env.user)._as_planner(doing)
