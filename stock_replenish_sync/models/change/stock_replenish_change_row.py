from odoo import api, fields, models
from odoo.tools import float_repr, format_amount

UNIT = "Product Unit of Measure"
STATUSES = [
    ("direct", "At once"),
    ("review", "After review"),
    ("kept", "Within tolerance"),
    ("neutral", "Odoo's own rule"),
    ("failed", "Cannot be planned"),
]


class StockReplenishChangeRow(models.Model):
    """What a change does to one reordering rule, and what it was before."""

    _name = "stock.replenish.change.row"
    _description = "Replenishment Change of a Reordering Rule"
    _order = "weight desc, id"
    _rec_name = "product_id"

    change_id = fields.Many2one(
        "stock.replenish.change",
        string="Change",
        required=True,
        index=True,
        ondelete="cascade",
    )
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one("stock.warehouse", required=True)
    product_id = fields.Many2one(
        "product.product", required=True, ondelete="cascade", index=True
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    status = fields.Selection(STATUSES, string="Takes effect", required=True)
    problem = fields.Char(help="Why it cannot be planned.")
    policy_before_id = fields.Many2one(
        "stock.replenish.policy", string="Policy before", ondelete="set null"
    )
    policy_after_id = fields.Many2one(
        "stock.replenish.policy", string="Policy after", ondelete="set null"
    )
    policy_after_name = fields.Char(
        string="Name of the new Policy",
        help="Of a policy that the change would create.",
    )
    source_after = fields.Char(string="Source of the Policy after")

    # What is in force and what would be. Under Odoo's own rule the reorder point is
    # the minimum and the lot fills up to the maximum.
    governed_before = fields.Boolean(string="Under a Policy before")
    safety_stock_before = fields.Float(string="Safety Stock before", digits=UNIT)
    safety_stock_after = fields.Float(string="Safety Stock after", digits=UNIT)
    reorder_point_before = fields.Float(string="Reorder Point before", digits=UNIT)
    reorder_point_after = fields.Float(string="Reorder Point after", digits=UNIT)
    order_quantity_before = fields.Float(string="Order Quantity before", digits=UNIT)
    order_quantity_after = fields.Float(string="Order Quantity after", digits=UNIT)
    stock_value_before = fields.Monetary(string="Stock Value before")
    stock_value_after = fields.Monetary(string="Stock Value after")
    stock_value_delta = fields.Monetary("Stock Value")
    due_count_before = fields.Integer(string="Orders due before")
    due_count_after = fields.Integer(string="Orders due after")
    due_quantity_before = fields.Float(string="Quantity due before", digits=UNIT)
    due_quantity_after = fields.Float(string="Quantity due after", digits=UNIT)
    due_value_before = fields.Monetary(string="Value due before")
    due_value_after = fields.Monetary(string="Value due after")
    weight = fields.Float(
        help="Absolute move of the stock value, in the currency of the change."
    )
    restore = fields.Json(
        string="What Undo restores",
        help="Columns of the rule before the change was applied.",
    )

    policy_move = fields.Char("Policy", compute="_compute_moves")
    reorder_point_move = fields.Char("Reorder Point", compute="_compute_moves")
    order_quantity_move = fields.Char("Lot", compute="_compute_moves")
    safety_stock_move = fields.Char("Safety Stock", compute="_compute_moves")
    due_move = fields.Char("Due tomorrow", compute="_compute_moves")
    stock_value_move = fields.Char("Stock Value by", compute="_compute_moves")

    @api.depends_context("lang")
    def _compute_moves(self):
        """Say before and after in one cell: "40 → 62"."""
        digits = self.env["decimal.precision"].precision_get(UNIT)
        lang = self.env["res.lang"]._lang_get(self.env.lang or self.env.user.lang)

        def number(value):
            text = float_repr(value, digits)
            shown = len(text.partition(".")[2].rstrip("0"))
            return lang.format(f"%.{shown}f", value, grouping=True)

        def move(before, after):
            return before if before == after else f"{before} → {after}"

        for row in self:
            row.policy_move = move(
                row.policy_before_id.display_name or "–",
                row.policy_after_id.display_name or row.policy_after_name or "–",
            )
            for name in ("reorder_point", "order_quantity", "safety_stock"):
                row[f"{name}_move"] = move(
                    number(row[f"{name}_before"]), number(row[f"{name}_after"])
                )
            row.due_move = move(
                number(row.due_quantity_before), number(row.due_quantity_after)
            )
            amount = format_amount(
                self.env, abs(row.stock_value_delta), row.currency_id
            )
            row.stock_value_move = signed(row.stock_value_delta, amount)


def signed(value, text):
    """Put the sign of a value before its text."""
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text
