from odoo import _, fields
from odoo.tools import float_repr, format_date, format_datetime
from odoo.tools.misc import formatLang


class Words:
    """How numbers, days and records are written in an explanation; mixed into the
    services that write its parts."""

    def _number(self, value, digits=None):
        """Return a number in the user's notation, without idle zeros."""
        if digits is None:
            digits = self.env["decimal.precision"].precision_get(
                "Product Unit of Measure"
            )
        short = float_repr(value, digits)
        needed = len(short.partition(".")[2].rstrip("0"))
        # Rounding must not leave a minus in front of nothing.
        return formatLang(self.env, float(short) + 0.0, digits=needed)

    def _quantity(self, case, value):
        """Return a quantity with its unit."""
        return _("%(number)s %(unit)s", number=self._number(value), unit=case.unit.name)

    def _days(self, value):
        """Return a number of days in words."""
        if round(value, 1) == 1:
            return _("1 day")
        return _("%s days", self._number(value, 1))

    def _percent(self, share):
        return _("%s %%", self._number(100 * share, 1))

    def _day(self, day):
        """Return a day with its weekday, as a planner reads it."""
        if not day:
            return ""
        form = "EEE d MMM" if day.year == fields.Date.today().year else "EEE d MMM y"
        return format_date(self.env, day, date_format=form)

    def _moment(self, case, moment):
        """Return a moment in the company's time zone."""
        return format_datetime(
            self.env,
            moment,
            tz=case.company._replenish_timezone(),
            dt_format="d MMM, HH:mm",
        )

    def _link(self, name, records=None, model=None, domain=None):
        """Return what opens records, or False where the user may not see them.

        :param records: recordset to open; or else
        :param domain: domain of `model` to open
        """
        model = model or records._name
        readable = self.env[model].check_access_rights("read", raise_exception=False)
        if not readable or (records is not None and not records):
            return False
        if records is not None:
            domain = [("id", "in", records.ids)]
        link = {"name": name, "res_model": model, "domain": domain}
        if records is not None and len(records) == 1:
            link["res_id"] = records.id
        return link
