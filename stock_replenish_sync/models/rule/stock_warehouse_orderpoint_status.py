from odoo import api, fields, models
from odoo.tools import float_round

from ..suggestion.stock_replenish_suggestion import SUPPLY_KINDS

# Most urgent first, as screens sort and group them. The plan and what follows it
# write them, see `stock.replenish.apply`.
STATUSES = [
    ("failed", "Planning failed"),
    ("stocked_out", "Stocked out"),
    ("runs_out", "Will run out"),
    ("order_now", "Order now"),
    ("held", "Waits for approval"),
    ("to_review", "Waits for review"),
    ("waiting", "Waits for a plan"),
    ("skipped", "Skipped by hand"),
    ("on_the_way", "Supply on its way"),
    ("covered", "Covered"),
    ("own_rule", "Odoo's own rule"),
]


class StockWarehouseOrderpoint(models.Model):
    """What a row of the worklist says at a glance; plain stored columns."""

    _inherit = "stock.warehouse.orderpoint"

    replenish_status = fields.Selection(
        STATUSES,
        string="Status",
        default="own_rule",
        required=True,
        readonly=True,
        copy=False,
        help="Will run out: before an order placed today can arrive.\n"
        "Waits for approval: planned, but worth more than its policy allows "
        "without approval.\n"
        "Waits for review: its first parameters were not accepted yet.\n"
        "Waits for a plan: its policy changed, the next plan tells.\n"
        "Supply on its way: short, but everything needed is on order.",
    )
    held_qty = fields.Float(
        "Waits for Approval",
        digits="Product Unit of Measure",
        readonly=True,
        copy=False,
        help="Planned, but not ordered until somebody approves it.",
    )
    supply_kind = fields.Selection(
        SUPPLY_KINDS, string="Kind of Supply", readonly=True, copy=False
    )
    ordered_on = fields.Datetime("Last ordered on", readonly=True, copy=False)
    waiting_ids = fields.One2many(
        "stock.replenish.dirty", "orderpoint_id", string="Changes since the Plan"
    )
    quantity_step = fields.Float(
        string="Smallest Quantity",
        compute="_compute_quantity_step",
        digits=0,
        help="Smallest quantity people count this item in.",
    )

    def init(self):
        # The worklist opens on what is to order, soonest first, and its chip counts
        # what stands out; both are a small part of all rows.
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_warehouse_orderpoint_worklist_idx
               ON stock_warehouse_orderpoint (order_by_date, order_value DESC, id)"""
        )
        # Its groups, their totals and the counts beside it read no row at all; rows of
        # an unfolded group come in their order.
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_warehouse_orderpoint_groups_idx
               ON stock_warehouse_orderpoint
                  (supply_from, order_by_date, order_value DESC, id)
               INCLUDE (company_id, is_governed, qty_to_order, snoozed_until,
                        replenish_status, policy_id, warehouse_id,
                        product_category_id)
               WHERE active"""
        )
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_warehouse_orderpoint_chip_idx
               ON stock_warehouse_orderpoint (company_id, replenish_status)
               WHERE active AND replenish_status NOT IN ('own_rule', 'covered')"""
        )

    @api.depends("product_uom", "qty_multiple")
    def _compute_quantity_step(self):
        """Pieces are counted whole, though their unit is stored with decimals."""
        pieces = self.env.ref("uom.product_uom_unit", raise_if_not_found=False)
        for orderpoint in self:
            unit = orderpoint.product_uom
            whole = unit == pieces and orderpoint.qty_multiple >= 1
            orderpoint.quantity_step = (
                max(unit.rounding, 1.0) if whole else unit.rounding or 0.01
            )

    def _replenish_whole(self, quantity):
        """Return an expected quantity as people count the product, rounded up."""
        return float_round(
            quantity,
            precision_rounding=self.sudo().quantity_step or 0.01,
            rounding_method="UP",
        )
