from datetime import datetime

import pytz

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

# What decides on an item's class.
CLASS_SETTINGS = (
    "replenish_history_weeks",
    "replenish_abc_a_share",
    "replenish_abc_b_share",
    "replenish_xyz_x_cut",
    "replenish_xyz_y_cut",
    "replenish_hysteresis_periods",
    "replenish_classification_days",
)


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
        string="Consecutive classifications before a class changes",
        default=2,
        required=True,
        help="An item changes its class when it would be classified differently this "
        "many times in a row.",
    )
    replenish_classification_days = fields.Integer(
        string="Days between Classifications", default=7, required=True
    )
    replenish_vendor_rule = fields.Selection(
        [
            ("sequence", "The first one"),
            ("in_time", "The first one in time"),
            ("cost", "The cheapest one in time"),
        ],
        string="Of several Vendors, buy from",
        default="sequence",
        required=True,
        help="Vendors are tried in the order in which they stand on the product. "
        "Vendors with shares share what is bought in any case.",
    )
    replenish_classified_on = fields.Date(string="Last Classified on", readonly=True)

    @api.constrains(*CLASS_SETTINGS)
    def _check_replenish_settings(self):
        for company in self:
            problem = company._replenish_settings_problem()
            if problem:
                raise ValidationError(
                    _(
                        "Replenishment planning of %(company)s: %(problem)s",
                        company=company.name,
                        problem=problem,
                    )
                )

    def _replenish_settings_problem(self):
        """Return which class setting is wrong, by its label, or False."""
        self.ensure_one()
        labels = {
            name: values["string"]
            for name, values in self.fields_get(CLASS_SETTINGS, ["string"]).items()
        }
        if not 4 <= self.replenish_history_weeks <= 260:
            return _("%s must be between 4 and 260.", labels["replenish_history_weeks"])
        a_share, b_share = self.replenish_abc_a_share, self.replenish_abc_b_share
        if not 0 < a_share < b_share < 1:
            return _(
                "%(a_items)s must be less than %(b_items)s, and both lie between 0 %% "
                "and 100 %%, for example 80 %% and 95 %%.",
                a_items=labels["replenish_abc_a_share"],
                b_items=labels["replenish_abc_b_share"],
            )
        if not 0 < self.replenish_xyz_x_cut < self.replenish_xyz_y_cut:
            return _(
                "%(x_items)s must be more than 0 %% and less than %(y_items)s, for "
                "example 50 %% and 100 %%.",
                x_items=labels["replenish_xyz_x_cut"],
                y_items=labels["replenish_xyz_y_cut"],
            )
        for name in ("replenish_hysteresis_periods", "replenish_classification_days"):
            if self[name] < 1:
                return _("%s must be at least 1.", labels[name])
        return False

    def _replenish_rates(self, currency_ids, day):
        """Return what an amount in a currency is multiplied by to get this company's.

        :param currency_ids: ids
        :param day: date of the rates
        :return: dict by currency id
        """
        self.ensure_one()
        own = self.currency_id
        currencies = own | own.browse(sorted(currency_ids))
        rates = currencies.sudo()._get_rates(self, day)
        return {row: rates[own.id] / rates[row] for row in currencies.ids}

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

    def _replenish_day_start(self, day):
        """Return when a day begins in the company's time zone, naive in UTC."""
        zone = pytz.timezone(self._replenish_timezone())
        midnight = datetime(day.year, day.month, day.day)
        # Clocks may skip midnight or show it twice: a day begins with its first moment.
        moments = [
            zone.localize(midnight, is_dst=is_dst).astimezone(pytz.utc)
            for is_dst in (True, False)
        ]
        begun = [moment for moment in moments if moment.astimezone(zone).date() >= day]
        return min(begun or moments).replace(tzinfo=None)

    def _replenish_midnight(self):
        """Return when the company's current day began, naive in UTC."""
        return self._replenish_day_start(self._replenish_today())

    def _replenish_noon(self, day):
        """Return noon of a day in the company's time zone, as naive UTC datetime."""
        zone = pytz.timezone(self._replenish_timezone())
        noon = datetime(day.year, day.month, day.day, 12)
        return zone.localize(noon).astimezone(pytz.utc).replace(tzinfo=None)
