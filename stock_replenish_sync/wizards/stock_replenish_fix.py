from odoo import _, api, fields, models
from odoo.exceptions import UserError


class StockReplenishFix(models.TransientModel):
    """Asks for master data that is missing."""

    _name = "stock.replenish.fix"
    _description = "Mend Master Data"

    exception_id = fields.Many2one(
        "stock.replenish.exception", required=True, readonly=True, ondelete="cascade"
    )
    remedy = fields.Selection(
        [
            ("vendor", "Vendor"),
            ("route", "Route"),
            ("bom", "Bill of Materials"),
            ("lead_time", "Lead Time"),
            ("unit", "Purchase Unit"),
        ],
        string="Set",
        required=True,
        default="vendor",
    )
    product_id = fields.Many2one(related="exception_id.product_id")
    company_id = fields.Many2one(related="exception_id.company_id")
    currency_id = fields.Many2one(related="exception_id.company_id.currency_id")
    uom_category_id = fields.Many2one(
        related="exception_id.product_id.uom_id.category_id"
    )
    problem = fields.Char(related="exception_id.problem")
    partner_id = fields.Many2one("res.partner", string="Vendor")
    price = fields.Monetary(
        compute="_compute_price", store=True, readonly=False, help="Price of one unit."
    )
    days = fields.Integer(string="Lead Time (days)", default=7)
    route_id = fields.Many2one(
        "stock.route", string="Route", domain=[("product_selectable", "=", True)]
    )
    uom_id = fields.Many2one("uom.uom", string="Purchase Unit")

    @api.depends("exception_id")
    def _compute_price(self):
        for dialog in self:
            row = dialog.exception_id.sudo()
            product = row.product_id.with_company(row.company_id)
            dialog.price = product.standard_price

    def action_apply(self):
        """Change the master data, and plan the item again."""
        row = self.exception_id.with_user(self.env.user)
        row = row._acting(_("mending master data"))
        self.ensure_one()
        self.check_access_rule("write")
        if self.remedy == "bom":
            return self._open_bom(row)
        mend = {
            "vendor": self._vendor,
            "route": self._route,
            "lead_time": self._lead_time,
            "unit": self._unit,
        }[self.remedy]
        return row._mend(lambda: mend(row))

    def _vendor(self, row):
        self._ask(self.partner_id, _("Choose a vendor."))
        self._ask(self.price >= 0, _("A price cannot be negative."))
        self._ask_days()
        return row._set_vendor(self.partner_id, self.price, self.days)

    def _route(self, row):
        self._ask(self.route_id, _("Choose a route."))
        return row._set_route(self.route_id)

    def _lead_time(self, row):
        self._ask_days()
        return row._set_lead_time(self.days)

    def _unit(self, row):
        self._ask(self.uom_id, _("Choose a unit."))
        self._ask(
            self.uom_id.category_id == row.product_id.uom_id.category_id,
            _(
                "%(unit)s cannot be converted to %(own)s, in which the product is "
                "kept.",
                unit=self.uom_id.name or "",
                own=row.product_id.uom_id.name or "",
            ),
        )
        return row._set_unit(self.uom_id)

    def _open_bom(self, row):
        """Open a new bill of materials; the next plan finds it."""
        row._own(self.env["mrp.bom"].browse())
        return {
            "type": "ir.actions.act_window",
            "name": _("New Bill of Materials"),
            "res_model": "mrp.bom",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_product_tmpl_id": row.product_id.product_tmpl_id.id,
                "default_company_id": row.company_id.id,
            },
        }

    def _ask_days(self):
        self._ask(1 <= self.days <= 730, _("A lead time lies between 1 and 730 days."))

    def _ask(self, given, words):
        if not given:
            raise UserError(words)
