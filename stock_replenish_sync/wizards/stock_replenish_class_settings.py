from odoo import _, api, fields, models

from ..models.company.res_company import CLASS_SETTINGS
from ..tools import roles


class StockReplenishClassSettings(models.TransientModel):
    """Other settings of the classes, to be seen before they have effect.

    Odoo's settings page writes to the company as soon as anything on it is pressed,
    and opens for administrators only.
    """

    _name = "stock.replenish.class.settings"
    _description = "Class Settings"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    replenish_history_weeks = fields.Integer(
        string="Demand History (weeks)", required=True
    )
    replenish_classification_days = fields.Integer(
        string="Days between Classifications", required=True
    )
    replenish_hysteresis_periods = fields.Integer(
        string="Consecutive classifications before a class changes", required=True
    )
    replenish_abc_a_share = fields.Float(string="A Items up to", required=True)
    replenish_abc_b_share = fields.Float(string="B Items up to", required=True)
    replenish_xyz_x_cut = fields.Float(string="X Items below", required=True)
    replenish_xyz_y_cut = fields.Float(string="Y Items below", required=True)

    @api.model
    def default_get(self, fields_list):
        company = self.env.company
        now = {name: company[name] for name in CLASS_SETTINGS if name in fields_list}
        return {**super().default_get(fields_list), **now}

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Label and explain the settings as the company does."""
        described = super().fields_get(allfields, attributes)
        company = self.env["res.company"].fields_get(CLASS_SETTINGS, ["string", "help"])
        for name, texts in company.items():
            if name in described:
                described[name].update(
                    (key, text)
                    for key, text in texts.items()
                    if attributes is None or key in attributes
                )
        return described

    def action_preview(self):
        """Show what these settings would do; nothing is changed yet."""
        roles.require(self.env, "manager", _("changing class settings"))
        self.ensure_one()
        self.check_access_rule("read")
        return self.env["stock.replenish.change"].preview_classes(
            self.company_id.id, {name: self[name] for name in CLASS_SETTINGS}
        )
