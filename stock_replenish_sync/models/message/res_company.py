from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ...planning.messages import Margins

LIMITS = {
    "replenish_message_days": (0, 365),
    "replenish_message_share": (0, 1),
    "replenish_message_budget": (0, 10_000),
}


class ResCompany(models.Model):
    _inherit = "res.company"

    replenish_message_days = fields.Integer(
        string="Days that stay silent",
        default=3,
        required=True,
        help="An open order may be this many days late or early before a message says "
        "so.",
    )
    replenish_message_share = fields.Float(
        string="Quantity that stays silent",
        default=0.1,
        required=True,
        help="This share of an open order may be missing or too much before a message "
        "says so.",
    )
    replenish_message_budget = fields.Integer(
        string="Most messages at a time",
        default=50,
        required=True,
        help="Each run shows the messages with most at stake and holds back the "
        "others.",
    )

    @api.constrains(*LIMITS)
    def _check_replenish_messages(self):
        for company in self:
            for name, (low, high) in LIMITS.items():
                if not low <= company[name] <= high:
                    field = self.fields_get([name], ["string"])[name]
                    if name.endswith("share"):
                        low, high = f"{low:.0%}", f"{high:.0%}"
                    raise ValidationError(
                        _(
                            "%(label)s must be between %(low)s and %(high)s.",
                            label=field["string"],
                            low=low,
                            high=high,
                        )
                    )

    def _replenish_margins(self):
        """Return the engine's margins of messages."""
        self.ensure_one()
        return Margins(self.replenish_message_days, self.replenish_message_share)

    def _replenish_moved(self, moment, day):
        """Return the same time of another calendar day of this company, in UTC.

        :param moment: naive UTC datetime
        :param day: date
        """
        self.ensure_one()
        return moment + (day - self._replenish_day(moment))
