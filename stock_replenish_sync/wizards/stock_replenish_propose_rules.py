from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import format_quantity, notification, roles

# What a person can go through; the rest is proposed the next time.
MOST = 300


class StockReplenishProposeRules(models.TransientModel):
    """A list of products that move and have no reordering rule, to accept."""

    _name = "stock.replenish.propose.rules"
    _description = "Propose Reordering Rules"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    line_ids = fields.One2many(
        "stock.replenish.propose.rules.line", "proposal_id", string="Proposed Rules"
    )
    found = fields.Integer(
        readonly=True, help="Products and warehouses without a rule."
    )
    shown = fields.Integer(readonly=True)
    shown_text = fields.Char(string="What is shown", compute="_compute_shown_text")

    @api.depends("found", "shown")
    @api.depends_context("lang")
    def _compute_shown_text(self):
        for proposal in self:
            proposal.shown_text = _(
                "The %(shown)s used most often, of %(found)s. Propose again for the "
                "rest.",
                shown=proposal.shown,
                found=proposal.found,
            )

    @api.model
    def _propose(self, company):
        """Return a proposal for a company, by what moved most often in a year."""
        unruled = self.env["stock.replenish.unruled"].sudo()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """SELECT warehouse_id, location_id, product_id, quantity, times, last,
                          COUNT(*) OVER () AS found
                   FROM (%s) sold ORDER BY times DESC, product_id LIMIT %s""",
                unruled._query(company),
                MOST,
            )
        )
        rows = self.env.cr.dictfetchall()
        routes = self._usual_routes(company)
        return self.create(
            {
                "company_id": company.id,
                "found": rows[0]["found"] if rows else 0,
                "shown": len(rows),
                "line_ids": [
                    fields.Command.create(
                        {
                            "warehouse_id": row["warehouse_id"],
                            "location_id": row["location_id"],
                            "product_id": row["product_id"],
                            "quantity": row["quantity"],
                            "times": row["times"],
                            "last_on": company._replenish_day(row["last"]),
                            "route_id": routes.get(row["warehouse_id"]),
                        }
                    )
                    for row in rows
                ],
            }
        )

    def _usual_routes(self, company):
        """Return warehouse id -> the route that most of its rules prefer.

        A branch whose rules say "from the hub" gets new rules that say the same.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT warehouse_id, route_id
                FROM (SELECT o.warehouse_id, o.route_id, COUNT(*) AS rules,
                             SUM(COUNT(*)) OVER (PARTITION BY o.warehouse_id) AS total
                      FROM stock_warehouse_orderpoint o
                      WHERE o.company_id = %s AND o.active
                      GROUP BY o.warehouse_id, o.route_id) preferred
                JOIN stock_route r ON r.id = route_id AND r.active
                WHERE rules * 2 > total
                """,
                company.id,
            )
        )
        return dict(self.env.cr.fetchall())

    def action_create_rules(self):
        """Create the selected rules: empty and by hand, so that nothing is ordered.

        With minimum and maximum 0 and the trigger Manual, Odoo's scheduler leaves them
        alone. They belong to the user, since the nightly clean-up deletes empty manual
        rules of the system.
        """
        roles.require(self.env, "manager", _("creating reordering rules"))
        self.ensure_one()
        self.check_access_rule("write")
        lines = self.line_ids.filtered("selected")
        # A dialog can name anything; rules are made as superuser, of one company.
        only = self.with_context(allowed_company_ids=self.company_id.ids).env
        for records in (self.company_id, lines.warehouse_id, lines.location_id):
            records.check_access_rule("read")
        lines.route_id.with_env(only).check_access_rule("read")
        if not lines:
            raise UserError(
                _("No product is selected. Select those that need a reordering rule.")
            )
        rules = (
            self.env["stock.warehouse.orderpoint"]
            .sudo()
            .with_company(self.company_id)
            .create([line._rule_values() for line in lines._without_rule()])
        )
        told = notification(
            _("1 reordering rule created. It orders nothing until it follows a policy.")
            if len(rules) == 1
            else _(
                "%s reordering rules created. They order nothing until they follow a "
                "policy.",
                len(rules),
            ),
            reload=False,
        )
        told["params"]["next"] = {"type": "ir.actions.act_window_close"}
        return told


class StockReplenishProposeRulesLine(models.TransientModel):
    _name = "stock.replenish.propose.rules.line"
    _description = "Proposed Reordering Rule"
    _order = "times desc, id"

    proposal_id = fields.Many2one(
        "stock.replenish.propose.rules",
        string="Proposal",
        required=True,
        ondelete="cascade",
    )
    selected = fields.Boolean("Create", default=True)
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade"
    )
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, ondelete="cascade"
    )
    location_id = fields.Many2one(
        "stock.location", required=True, readonly=True, ondelete="cascade"
    )
    quantity = fields.Float(
        "Used in a Year",
        digits="Product Unit of Measure",
        readonly=True,
        help="Shipped to customers and used in production in the last 365 days.",
    )
    times = fields.Integer(
        string="Times used", readonly=True, help="How often it was taken."
    )
    usage_text = fields.Char(string="Usage", compute="_compute_usage_text")
    last_on = fields.Date("Last", readonly=True)
    route_id = fields.Many2one(
        "stock.route",
        string="Preferred Route",
        help="Proposed if most rules of the warehouse prefer it. Empty: as the product "
        "says.",
    )

    @api.depends("quantity", "uom_id", "times")
    @api.depends_context("lang")
    def _compute_usage_text(self):
        for line in self:
            line.usage_text = _(
                "%(quantity)s a year, times used: %(times)s",
                quantity=format_quantity(self.env, line.quantity, line.uom_id, True),
                times=line.times,
            )

    def _without_rule(self):
        """Return the lines that would still be proposed, each place once.

        That leaves out what got a rule meanwhile, and what was never proposed.
        """
        unruled = self.env["stock.replenish.unruled"].sudo()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """SELECT product_id, warehouse_id, location_id FROM (%s) sold
                   WHERE product_id = ANY(%s)""",
                unruled._query(self.proposal_id.company_id),
                self.product_id.ids,
            )
        )
        open_places = set(self.env.cr.fetchall())
        lines = self.browse()
        for line in self:
            place = (line.product_id.id, line.warehouse_id.id, line.location_id.id)
            if place in open_places:
                open_places.remove(place)
                lines |= line
        return lines

    def _rule_values(self):
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "warehouse_id": self.warehouse_id.id,
            "location_id": self.location_id.id,
            "company_id": self.proposal_id.company_id.id,
            "route_id": self.route_id.id,
            "trigger": "manual",
            "product_min_qty": 0.0,
            "product_max_qty": 0.0,
        }
