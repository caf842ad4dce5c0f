from datetime import datetime

import pytz

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    # The class must not depend on the policy that the class chooses, so how items
    # are classified is a matter of the company.
    replenish_history_weeks = fields.Integer(
        string="Demand History (weeks)",
        default=52,
        required=True,
        help="Weeks of deliveries and production that statistics look back.",
    )
    replenish_abc_a_share = fields.Float(
        string="A Items up to",
        default=0.8,
        required=True,
        help="Items that together make this share of the yearly demand value are A.",
    )
    replenish_abc_b_share = fields.Float(
        string="B Items up to",
        default=0.95,
        required=True,
        help="Items that together make this share of the yearly demand value are A or "
        "B; the others are C.",
    )
    replenish_xyz_x_cut = fields.Float(
        string="X Items below",
        default=0.5,
        required=True,
        help="Items whose weekly demand varies less than this (standard deviation "
        "divided by mean) are X.",
    )
    replenish_xyz_y_cut = fields.Float(
        string="Y Items below",
        default=1.0,
        required=True,
        help="Items whose weekly demand varies less than this are Y; the others are Z.",
    )
    replenish_hysteresis_periods = fields.Integer(
        string="Periods before a Class changes",
        default=2,
        required=True,
        help="An item changes its class when it would be classified differently this "
        "many times in a row.",
    )
    replenish_classification_days = fields.Integer(
        string="Days between Classifications", default=7, required=True
    )
    replenish_classified_on = fields.Date(string="Last Classified on", readonly=True)

    @api.constrains(
        "replenish_history_weeks",
        "replenish_abc_a_share",
        "replenish_abc_b_share",
        "replenish_xyz_x_cut",
        "replenish_xyz_y_cut",
        "replenish_hysteresis_periods",
        "replenish_classification_days",
    )
    def _check_replenish_settings(self):
        for company in self:
            if not 4 <= company.replenish_history_weeks <= 260:
                raise ValidationError(
                    _("The demand history must be between 4 and 260 weeks long.")
                )
            a_share, b_share = (
                company.replenish_abc_a_share,
                company.replenish_abc_b_share,
            )
            if not 0 < a_share < b_share < 1:
                raise ValidationError(
                    _(
                        "The shares of A and B items must grow and lie between 0 % and "
                        "100 %, for example 80 % and 95 %."
                    )
                )
            if not 0 < company.replenish_xyz_x_cut < company.replenish_xyz_y_cut:
                raise ValidationError(
                    _("The limit of X items must lie between 0 and that of Y items.")
                )
            if (
                company.replenish_hysteresis_periods < 1
                or company.replenish_classification_days < 1
            ):
                raise ValidationError(
                    _("Periods and days between classifications must be at least 1.")
                )

    def _replenish_timezone(self):
        """Return the name of the time zone in which this company's days begin."""
        self.ensure_one()
        zone = self.partner_id.tz
        return zone if zone in pytz.all_timezones_set else "UTC"

    def _replenish_day(self, moment):
        """Return the company's calendar day of a naive UTC datetime."""
        zone = pytz.timezone(self._replenish_timezone())
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _replenish_today(self):
        """Return the company's current calendar day."""
        return self._replenish_day(fields.Datetime.now())

    def _replenish_noon(self, day):
        """Return noon of a day in the company's time zone, as naive UTC datetime."""
        zone = pytz.timezone(self._replenish_timezone())
        noon = datetime(day.year, day.month, day.day, 12)
        return zone.localize(noon).astimezone(pytz.utc).replace(tzinfo=None)
