from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import forget, roles

#: Documents of messages: name of the kind → field of the document.
DOCUMENTS = {
    "purchase": "purchase_line_id",
    "production": "production_id",
    "transfer": "move_id",
}
#: States of messages whose cause is there.
LIVE_STATES = ("open", "held", "dismissed")


class StockReplenishMessage(models.Model):
    """What to change of an open order since demand or supply has moved.

    One live message at most for each line of a document, brought up to date in place by
    the plan. Rows are written by SQL; see `stock.replenish.watch`.
    """

    _name = "stock.replenish.message"
    _inherit = "stock.replenish.amount"
    _description = "Message on an Open Order"
    _order = "money desc, id"
    _rec_name = "reference"

    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        required=True,
        index=True,
        ondelete="cascade",
    )
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="cascade"
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    document_kind = fields.Selection(
        [
            ("purchase", "Purchase Order"),
            ("production", "Manufacturing Order"),
            ("transfer", "Transfer"),
        ],
        string="Kind of Order",
        required=True,
    )
    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        string="Purchase Order Line",
        index="btree_not_null",
        ondelete="set null",
    )
    production_id = fields.Many2one(
        "mrp.production",
        string="Manufacturing Order",
        index="btree_not_null",
        ondelete="set null",
    )
    move_id = fields.Many2one(
        "stock.move",
        string="Stock Move",
        index="btree_not_null",
        ondelete="set null",
    )
    reference = fields.Char(string="Order", readonly=True)
    kind = fields.Selection(
        [
            ("earlier", "Earlier"),
            ("later", "Later"),
            ("more", "More"),
            ("less", "Less"),
            ("cancel", "Cancel"),
        ],
        string="What to do",
        required=True,
    )
    date_current = fields.Date(
        string="Arrives on", required=True, help="Day on which the order is expected."
    )
    date_proposed = fields.Date(
        string="Should arrive", required=True, help="Day on which it is needed."
    )
    quantity_current = fields.Float(
        string="Quantity",
        digits="Product Unit of Measure",
        group_operator=False,
        help="Quantity of the order that is still to come.",
    )
    quantity_proposed = fields.Float(
        string="Proposed",
        digits="Product Unit of Measure",
        group_operator=False,
        help="Quantity that should still come.",
    )
    quantity_missing = fields.Float(
        string="Missing",
        digits="Product Unit of Measure",
        group_operator=False,
        help="Units that are needed before the order comes as it is now.",
    )
    money = fields.Monetary(
        string="At Stake",
        help="Value of what would be missing, or the cost of holding what comes too "
        "early or is not needed.",
    )
    state = fields.Selection(
        [
            ("open", "Open"),
            ("held", "Held back"),
            ("dismissed", "Dismissed"),
            ("applied", "Applied"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Status",
        required=True,
        default="held",
        index=True,
    )
    run_id = fields.Many2one(
        "stock.replenish.run",
        index="btree_not_null",
        ondelete="set null",
        help="Run that brought it up to date last.",
    )
    decided_on = fields.Datetime(string="Decided on", readonly=True)
    decided_uid = fields.Many2one("res.users", string="Decided by", readonly=True)
    note = fields.Char(
        string="What was done", readonly=True, help="What applying it has changed."
    )

    def init(self):
        # One live message for each line of a document, whoever plans at the same time.
        for name in DOCUMENTS.values():
            self.env.cr.execute(
                SQL(
                    """CREATE UNIQUE INDEX IF NOT EXISTS %s
                       ON stock_replenish_message (%s)
                       WHERE state IN ('open', 'held', 'dismissed')""",
                    SQL.identifier(f"stock_replenish_message_live_{name}_uniq"),
                    SQL.identifier(name),
                )
            )

    def _document(self):
        """Return the line of the document, empty where it is gone."""
        self.ensure_one()
        return self[DOCUMENTS[self.document_kind]]

    def action_open_document(self):
        """Open the order that a message is about."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        self.ensure_one()
        document = self.sudo()._document()
        if not document:
            raise UserError(_("%s is not there any more.", self.reference))
        record = document._replenish_document()
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "view_mode": "form",
            "res_id": record.id,
        }

    @api.autovacuum
    def _gc_messages(self):
        """Forget what was withdrawn after a month, what was applied after a year."""
        for state, months in (("withdrawn", 1), ("applied", 12)):
            old = [("state", "=", state)]
            forget(self, old, "write_date", 100_000, months=months)
