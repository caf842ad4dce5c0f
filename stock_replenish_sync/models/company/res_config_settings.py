from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..runs.stock_replenish_run_work import MOST_WORKERS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    replenish_history_weeks = fields.Integer(
        related="company_id.replenish_history_weeks", readonly=False
    )
    replenish_abc_a_share = fields.Float(
        related="company_id.replenish_abc_a_share", readonly=False
    )
    replenish_abc_b_share = fields.Float(
        related="company_id.replenish_abc_b_share", readonly=False
    )
    replenish_xyz_x_cut = fields.Float(
        related="company_id.replenish_xyz_x_cut", readonly=False
    )
    replenish_xyz_y_cut = fields.Float(
        related="company_id.replenish_xyz_y_cut", readonly=False
    )
    replenish_hysteresis_periods = fields.Integer(
        related="company_id.replenish_hysteresis_periods", readonly=False
    )
    replenish_classification_days = fields.Integer(
        related="company_id.replenish_classification_days", readonly=False
    )
    replenish_vendor_rule = fields.Selection(
        related="company_id.replenish_vendor_rule", readonly=False
    )
    replenish_classified_on = fields.Date(related="company_id.replenish_classified_on")
    replenish_run_seconds = fields.Integer(
        string="Time of a Run (seconds)",
        config_parameter="stock_replenish_sync.run_seconds",
        default=lambda self: int(self.env["stock.replenish.run"]._budget()),
        help="A run pauses after this time and goes on by itself a moment later.",
    )
    replenish_run_workers = fields.Integer(
        string="Workers of a Run",
        config_parameter="stock_replenish_sync.run_workers",
        default=lambda self: self.env["stock.replenish.run"]._workers(),
        help="As many scheduled actions may plan or order at the same time. It takes "
        "as many cron workers of the server.",
    )
    replenish_decision_retention_months = fields.Integer(
        string="Keep Decisions (months)",
        config_parameter="stock_replenish_sync.decision_retention_months",
        default=24,
        help="Older decisions are deleted, with their inputs. What waits for review "
        "is never deleted.",
    )

    @api.constrains(
        "replenish_run_seconds",
        "replenish_run_workers",
        "replenish_decision_retention_months",
    )
    def _check_replenish_jobs(self):
        for settings in self:
            for name, low, high in (
                ("replenish_run_seconds", 5, 3600),
                ("replenish_run_workers", 1, MOST_WORKERS),
                ("replenish_decision_retention_months", 1, 240),
            ):
                if not low <= settings[name] <= high:
                    field = self.fields_get([name], ["string"])[name]
                    raise ValidationError(
                        _(
                            "%(label)s must be between %(low)s and %(high)s.",
                            label=field["string"],
                            low=low,
                            high=high,
                        )
                    )
