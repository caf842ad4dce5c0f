from odoo import _, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools import roles
from ..policy.stock_replenish_policy_rule import (
    ABC_CLASSES,
    DEMAND_PATTERNS,
    XYZ_CLASSES,
)
from ..suggestion.stock_replenish_suggestion import OPEN_STATES


class StockWarehouseOrderpoint(models.Model):
    _inherit = "stock.warehouse.orderpoint"

    # --- which policy, and who chose it ---
    policy_id = fields.Many2one(
        "stock.replenish.policy",
        string="Policy",
        index="btree_not_null",
        check_company=True,
        copy=False,
        ondelete="restrict",
        help="Without a policy, or with min/max, Odoo's own rule decides.",
    )
    policy_source = fields.Selection(
        [("manual", "By hand"), ("matrix", "Matrix"), ("none", "None")],
        string="Policy from",
        default="none",
        required=True,
        copy=False,
    )
    planner_id = fields.Many2one("res.users", string="Planner", copy=False)
    is_governed = fields.Boolean(
        string="Follows a Policy",
        compute="_compute_is_governed",
        store=True,
        help="Ordered from suggestions, not from Odoo's min/max.",
    )
    parameters_on = fields.Date(
        string="Parameters since",
        readonly=True,
        copy=False,
        help="Day the parameters in force were put there.",
    )
    planned_policy_id = fields.Many2one(
        "stock.replenish.policy",
        string="Policy of the last Plan",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    planned_policy_version = fields.Integer(
        string="Policy Version of the last Plan", readonly=True, copy=False
    )

    # --- classes ---
    demand_pattern = fields.Selection(DEMAND_PATTERNS, readonly=True, copy=False)
    abc_class = fields.Selection(ABC_CLASSES, "ABC", readonly=True, copy=False)
    xyz_class = fields.Selection(XYZ_CLASSES, "XYZ", readonly=True, copy=False)
    abc_pending = fields.Selection(
        ABC_CLASSES, string="Next ABC Class", readonly=True, copy=False
    )
    xyz_pending = fields.Selection(
        XYZ_CLASSES, string="Next XYZ Class", readonly=True, copy=False
    )
    abc_pending_count = fields.Integer(
        string="Times classified as the next ABC Class", readonly=True, copy=False
    )
    xyz_pending_count = fields.Integer(
        string="Times classified as the next XYZ Class", readonly=True, copy=False
    )

    # --- results of the last plan; plain stored columns, written by the run ---
    plan_status = fields.Selection(
        [
            ("not_planned", "Not planned yet"),
            ("neutral", "Odoo's own rule"),
            ("planned", "Planned"),
            ("to_review", "To review"),
            ("failed", "Failed"),
        ],
        default="not_planned",
        readonly=True,
        copy=False,
    )
    planned_on = fields.Datetime(string="Planned on", readonly=True, copy=False)
    demand_mean = fields.Float("Demand per Day", readonly=True, copy=False)
    demand_std = fields.Float("Demand Deviation", readonly=True, copy=False)
    lead_time_mean = fields.Float("Lead Time (days)", readonly=True, copy=False)
    lead_time_std = fields.Float("Lead Time Deviation", readonly=True, copy=False)
    safety_stock = fields.Float(
        digits="Product Unit of Measure", readonly=True, copy=False
    )
    reorder_point = fields.Float(
        digits="Product Unit of Measure", readonly=True, copy=False
    )
    order_quantity = fields.Float(
        "Lot", digits="Product Unit of Measure", readonly=True, copy=False
    )
    days_of_supply = fields.Float(
        "Days of Supply", group_operator="avg", readonly=True, copy=False
    )
    planned_on_hand = fields.Float(
        "On Hand as Planned",
        digits="Product Unit of Measure",
        readonly=True,
        copy=False,
    )
    planned_incoming = fields.Float(
        "On Order as Planned",
        digits="Product Unit of Measure",
        readonly=True,
        copy=False,
    )
    planned_position = fields.Float(
        "Position as Planned",
        digits="Product Unit of Measure",
        readonly=True,
        copy=False,
        help="On hand plus on order minus booked demand.",
    )
    stockout_date = fields.Date("Runs out", readonly=True, copy=False)
    suggested_qty = fields.Float(
        "Suggested", digits="Product Unit of Measure", readonly=True, copy=False
    )
    order_by_date = fields.Date(
        "Order by",
        group_operator="min",
        readonly=True,
        copy=False,
        help="Last day an order still arrives in time.",
    )
    need_date = fields.Date(
        "Needed on",
        group_operator="min",
        readonly=True,
        copy=False,
        help="Day it should be in stock.",
    )
    supply_from = fields.Char(
        "Order from",
        readonly=True,
        copy=False,
        help="Vendor, warehouse or manufacturing that the plan orders from.",
    )
    order_value = fields.Monetary(readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")

    suggestion_ids = fields.One2many(
        "stock.replenish.suggestion",
        "orderpoint_id",
        string="Open Suggestions",
        domain=[("state", "in", OPEN_STATES)],
    )
    decision_ids = fields.One2many(
        "stock.replenish.decision", "orderpoint_id", string="Decisions"
    )

    @api.depends(
        "policy_id", "policy_id.method", "policy_id.apply_mode", "parameters_on"
    )
    def _compute_is_governed(self):
        for orderpoint in self:
            policy = orderpoint.policy_id
            orderpoint.is_governed = bool(
                policy
                and policy.method != "min_max"
                and (policy.apply_mode == "auto" or orderpoint.parameters_on)
            )

    @api.depends("is_governed", "suggested_qty", "typed_on", "typed_qty")
    def _compute_qty_to_order(self):
        governed = self.filtered("is_governed")
        result = super(
            StockWarehouseOrderpoint, self - governed
        )._compute_qty_to_order()
        for orderpoint in governed.with_context(replenish_computed=True):
            quantity = (
                orderpoint.typed_qty
                if orderpoint.typed_on
                else orderpoint.suggested_qty
            )
            # Core's scheduler calls this on every row: one that says the same is not
            # written, or the scheduler would fail on what a plan holds just then.
            if not orderpoint.id or orderpoint.qty_to_order != quantity:
                orderpoint.qty_to_order = quantity
        return result

    @api.constrains("policy_id")
    def _check_policy_active(self):
        for policy in self.sudo().policy_id:
            if not policy.active:
                raise ValidationError(
                    _(
                        "Policy %s is archived. Restore it, or choose another one.",
                        policy.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("policy_id") and not vals.get("policy_source"):
                vals["policy_source"] = "manual"
        orderpoints = super().create(vals_list)
        governed = orderpoints.filtered("is_governed")
        self.env["stock.replenish.dirty"].sudo()._mark(governed)
        orderpoints.filtered("policy_id")._refresh_from_suggestions()
        return orderpoints

    def write(self, vals):
        if "policy_id" in vals and "policy_source" not in vals:
            vals = dict(vals, policy_source="manual" if vals["policy_id"] else "none")
        if vals.get("active") is False:
            self.filtered("policy_id")._withdraw_suggestions()
        result = super().write(vals)
        if "active" in vals:
            self._after_archiving()
        if "policy_id" in vals:
            self._after_policy_change()
            if self.env.context.get("replenish_plan_now"):
                self._plan_if_few()
        return result

    def _after_archiving(self):
        """Forget what was planned: of an archived row nothing is due or to review."""
        planned = self.sudo().filtered("policy_id")
        if not planned:
            return
        self.env["stock.replenish.decide"].sudo()._supersede(planned.ids)
        planned.write({"plan_status": "not_planned"})
        self.env["stock.replenish.dirty"].sudo()._mark(planned.filtered("active"))
        planned._refresh_from_suggestions()

    @api.autovacuum
    def _unlink_processed_orderpoints(self):
        # Core drops what its report created once it needs nothing; a planned row
        # would take its policy, its suggestions and its decisions along.
        removed = super(
            StockWarehouseOrderpoint, self.with_context(replenish_keep_planned=True)
        )._unlink_processed_orderpoints()
        return removed - removed.exists()

    def unlink(self):
        if self.env.context.get("replenish_keep_planned"):
            self = self.filtered(
                lambda row: not row.policy_id or row.policy_id.method == "min_max"
            )
        # Ahead of the rows: PostgreSQL cannot cascade to documents that point to both
        # and were made in this transaction.
        self.env["stock.replenish.suggestion"].sudo().search(
            [("orderpoint_id", "in", self.ids)]
        ).unlink()
        return super().unlink()

    def _apply_parameters(self, safety_stock, reorder_point, order_quantity):
        """Put parameters in force, in one statement; min and max follow, for display
        and for the day the addon is gone.

        :param dict safety_stock: orderpoint id -> quantity; so are the other two
        """
        first = self.filtered(lambda row: not row.is_governed)
        self.flush_recordset()
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        for company in self.company_id:
            ids = self.filtered(lambda row, company=company: row.company_id == company)
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE stock_warehouse_orderpoint o
                    SET safety_stock = ROUND(p.safety_stock, %s),
                        reorder_point = ROUND(p.reorder_point, %s),
                        order_quantity = ROUND(p.order_quantity, %s),
                        product_min_qty = ROUND(p.reorder_point, %s),
                        product_max_qty = ROUND(p.reorder_point + p.order_quantity, %s),
                        parameters_on = %s,
                        plan_status = CASE o.plan_status WHEN 'to_review' THEN 'planned'
                            ELSE o.plan_status END,
                        write_uid = %s,
                        write_date = %s
                    FROM unnest(%s::int[], %s::numeric[], %s::numeric[], %s::numeric[])
                         AS p(id, safety_stock, reorder_point, order_quantity)
                    WHERE o.id = p.id
                    """,
                    *[digits] * 5,
                    company._replenish_today(),
                    self.env.uid,
                    fields.Datetime.now(),
                    ids.ids,
                    *(
                        [values[row] for row in ids.ids]
                        for values in (safety_stock, reorder_point, order_quantity)
                    ),
                )
            )
        self.invalidate_recordset(flush=False)
        self.modified(
            [
                "safety_stock",
                "reorder_point",
                "order_quantity",
                "product_min_qty",
                "product_max_qty",
                "parameters_on",
                "plan_status",
            ]
        )
        # What they govern from now on, no plan has told yet.
        first.write({"plan_status": "not_planned"})
        first._refresh_from_suggestions()

    def action_plan(self):
        """Plan these orderpoints now."""
        rows = roles.checked(self, "planner", _("planning"))
        return self.env["stock.replenish.run"]._plan_now(rows)

    def _refresh_from_suggestions(self):
        """Bring due quantity and status in line with the open suggestions."""
        if self:
            self.env["stock.replenish.apply"].sudo()._write_due(self.ids)
