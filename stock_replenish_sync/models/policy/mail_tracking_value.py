from odoo import _, models
from odoo.tools import float_repr

POLICY = "stock.replenish.policy"
SHARES = ("service_level", "holding_rate", "tolerance")
LIMITS = ("max_days_of_supply", "approval_limit")


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    def _tracking_value_format_model(self, model):
        """Tell values of a policy as its form does: shares in percent, no limit."""
        formatted = super()._tracking_value_format_model(model)
        if model != POLICY:
            return formatted
        for info in formatted:
            if info["fieldName"] in SHARES:
                self._replace_values(info, self._percent_words)
            elif info["fieldName"] in LIMITS:
                if not (info["oldValue"]["value"] and info["newValue"]["value"]):
                    self._replace_values(
                        info, lambda value: _plain(value) if value else _("No limit")
                    )
        return formatted

    def _percent_words(self, share):
        return _("%s %%", _plain((share or 0.0) * 100))

    def _replace_values(self, info, words):
        info["fieldType"] = "char"
        for key in ("oldValue", "newValue"):
            info[key]["value"] = words(info[key]["value"])


def _plain(value):
    return float_repr(value, 2).rstrip("0").rstrip(".")
