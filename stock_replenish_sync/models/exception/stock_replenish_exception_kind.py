from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

OWNERS = [
    ("default", "As usual for this kind"),
    ("rule", "The planner of the rule or its policy"),
    ("buyer", "The buyer"),
    ("warehouse", "The responsible of the warehouse"),
    ("category", "The responsible of the product category"),
    ("nobody", "Nobody"),
]


class StockReplenishExceptionKind(models.Model):
    """What a company wants to hear of: a row for each kind of exception."""

    _name = "stock.replenish.exception.kind"
    _description = "Kind of Replenishment Exception"
    _order = "company_id, sequence, id"
    _rec_name = "kind"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    kind = fields.Selection(selection="_kinds", required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    is_on = fields.Boolean(string="On", default=True)
    days = fields.Integer()
    share = fields.Float()
    owner_rule = fields.Selection(
        OWNERS, string="Who is asked", required=True, default="default"
    )
    about = fields.Char(compute="_compute_about", string="What is looked for")
    has_days = fields.Boolean(compute="_compute_about")
    has_share = fields.Boolean(compute="_compute_about")
    is_reported = fields.Boolean(
        compute="_compute_about", help="Told by planning and ordering themselves."
    )

    _sql_constraints = [
        (
            "kind_uniq",
            "unique (company_id, kind)",
            "This company has this kind of exception already.",
        ),
    ]

    @api.model
    def _kinds(self):
        return self.env["stock.replenish.detection"]._labels()

    def _detection(self):
        self.ensure_one()
        return self.env["stock.replenish.detection"]._of(self.kind)

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_about(self):
        for row in self:
            detection = row._detection()
            row.about = detection._about()
            row.has_days = detection._days is not None
            row.has_share = detection._share is not None
            row.is_reported = detection._reported

    @api.constrains("days", "share")
    def _check_thresholds(self):
        for row in self:
            if not 0 <= row.days <= 3650:
                raise ValidationError(_("Days must be between 0 and 3650."))
            if not 0 <= row.share <= 100:
                raise ValidationError(_("The share must be between 0 and 100."))

    @api.model
    def _of(self, company):
        """Return a company's settings, a row for each kind there is."""
        rows = self.sudo().search([("company_id", "=", company.id)])
        known = set(rows.mapped("kind"))
        missing = [
            detection
            for detection in self.env["stock.replenish.detection"]._all()
            if detection._kind not in known
        ]
        return rows + rows.create(
            [
                {
                    "company_id": company.id,
                    "kind": detection._kind,
                    "sequence": detection._sequence,
                    "is_on": detection._on,
                    "days": detection._days or 0,
                    "share": detection._share or 0.0,
                }
                for detection in missing
            ]
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("is_on") is False:
            self.env["stock.replenish.exception"].sudo()._close_kinds(self)
        return result
