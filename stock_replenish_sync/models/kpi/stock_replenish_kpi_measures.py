from odoo import fields, models

from ..policy.stock_replenish_policy_rule import ABC_CLASSES


class StockReplenishKpiMeasures(models.AbstractModel):
    """What is measured of a warehouse, a class and a family; see `planning.kpis`.

    Money is in the currency of the main company, so that companies can be added up.
    """

    _name = "stock.replenish.kpi.measures"
    _description = "Replenishment Planning: measures of KPIs"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True, ondelete="cascade")
    abc_class = fields.Selection(
        ABC_CLASSES,
        string="Class",
        readonly=True,
        help="A: items that make 80 % of demand in money, B the next 15 %, C the rest.",
    )
    categ_id = fields.Many2one(
        "product.category", string="Family", readonly=True, ondelete="set null"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    rate = fields.Float(
        digits=0,
        readonly=True,
        group_operator=False,
        help="What the company's money was worth in the main company's.",
    )
    rate_date = fields.Date(string="Rate of", readonly=True)

    lines_due = fields.Integer(readonly=True)
    lines_on_time = fields.Integer(string="Lines on Time", readonly=True)
    qty_due = fields.Float(
        string="Quantity Due", digits="Product Unit of Measure", readonly=True
    )
    qty_on_time = fields.Float(
        string="Quantity on Time", digits="Product Unit of Measure", readonly=True
    )
    demand_days = fields.Integer(string="Item-Days with Demand", readonly=True)
    out_days = fields.Integer(string="Item-Days out of Stock", readonly=True)
    stock_value = fields.Monetary(string="Stock, Sum of Days", readonly=True)
    shipped_cost = fields.Monetary(string="Cost of Goods Shipped", readonly=True)
    held_value = fields.Monetary(string="Planned Stock, Sum of Days", readonly=True)
    expected_cost = fields.Monetary(string="Expected Demand at Cost", readonly=True)
    excess_value = fields.Monetary(string="Excess, Sum of Days", readonly=True)
    ageing_90_value = fields.Monetary(
        string="Unmoved for 90 Days, Sum of Days", readonly=True
    )
    ageing_180_value = fields.Monetary(
        string="Unmoved for 180 Days, Sum of Days", readonly=True
    )
    ageing_365_value = fields.Monetary(
        string="Unmoved for 365 Days, Sum of Days", readonly=True
    )
    orders_judged = fields.Integer(string="Orders whose Need Came", readonly=True)
    orders_accurate = fields.Integer(string="Accurate Orders", readonly=True)
    vendor_lines = fields.Integer(string="Vendor Lines Promised", readonly=True)
    vendor_lines_full = fields.Integer(
        string="Vendor Lines on Time in Full", readonly=True
    )
    suggestions_decided = fields.Integer(readonly=True)
    suggestions_accepted = fields.Integer(string="Taken Unchanged", readonly=True)
    changes_value = fields.Monetary(string="Value of Changes", readonly=True)
    outs_real = fields.Integer(string="Stock-outs Averted or not", readonly=True)
    outs_prevented = fields.Integer(string="Stock-outs Averted", readonly=True)
    warnings_ended = fields.Integer(readonly=True)
    warnings_right = fields.Integer(string="Right Warnings", readonly=True)
    responses = fields.Integer(readonly=True)
    response_hours = fields.Float(string="Hours to Action", readonly=True)
