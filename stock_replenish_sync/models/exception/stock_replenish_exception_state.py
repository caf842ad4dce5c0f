from odoo import _, api, fields, models

from ...tools import roles

_SEVERITIES = {"3": "critical", "2": "high"}


class StockReplenishException(models.Model):
    """What the list of exceptions says besides its rows."""

    _inherit = "stock.replenish.exception"

    @api.model
    def replenish_exception_state(self):
        """Return what stands above the list, for the companies in use.

        :return: dict of checked_on (UTC, or False), stale_before (UTC), items (rules
            looked at), currency_id (False where companies differ) and `counts`: number
            of open ones by severity and without_owner, acknowledged and snoozed ones
        """
        roles.require(self.env, "viewer", _("exceptions"))
        self.check_access_rights("read")
        companies = self.env.companies.sudo()
        checked = companies.mapped("replenish_scanned_all_on")
        currencies = companies.currency_id
        day = self.env.company._replenish_midnight()
        return {
            # The oldest of several companies: nothing was looked at before that.
            "checked_on": all(checked) and fields.Datetime.to_string(min(checked)),
            "stale_before": fields.Datetime.to_string(day),
            "items": sum(companies.mapped("replenish_scanned_rules")),
            "currency_id": len(currencies) == 1 and currencies.id,
            "counts": self._count_states(companies),
        }

    @api.model
    def _count_states(self, companies):
        mine = [("company_id", "in", companies.ids)]
        counts = dict.fromkeys(
            ("critical", "high", "without_owner", "acknowledged", "snoozed"), 0
        )
        for state, severity, count in self._read_group(
            [*mine, ("state", "in", ("open", "acknowledged", "snoozed"))],
            ["state", "severity"],
            ["__count"],
        ):
            key = _SEVERITIES.get(severity) if state == "open" else state
            if key:
                counts[key] += count
        counts["without_owner"] = self.search_count(
            [*mine, ("state", "=", "open"), ("user_id", "=", False)]
        )
        return counts
