from odoo import _, fields, models
from odoo.exceptions import UserError


class StockReplenishExceptionAssign(models.TransientModel):
    _name = "stock.replenish.exception.assign"
    _description = "Assign Exceptions"

    exception_ids = fields.Many2many(
        "stock.replenish.exception", string="Exceptions", required=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        domain=lambda self: [
            (
                "groups_id",
                "in",
                self.env.ref("stock_replenish_sync.group_replenish_viewer").ids,
            )
        ],
        help="Who is to see to it.",
    )
    note = fields.Char(string="Note (optional)")

    def action_apply(self):
        """Give the exceptions an owner."""
        rows = self.exception_ids.with_user(self.env.user)
        rows._acting(_("assigning exceptions"))
        self.ensure_one()
        self.check_access_rule("write")
        if not self.user_id:
            raise UserError(_("Choose who is to see to it."))
        return rows._assign(self.user_id, (self.note or "").strip())
