from babel.dates import format_skeleton, get_timezone

from odoo import _, fields
from odoo.tools import float_repr
from odoo.tools.misc import babel_locale_parse, formatLang, get_lang


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
        near = day.year == fields.Date.today().year
        # The order of weekday, day and month is the language's own.
        return format_skeleton(
            "MMMEd" if near else "yMMMEd",
            fields.Date.to_date(day),
            locale=self._locale(),
        )

    def _locale(self):
        return babel_locale_parse(get_lang(self.env).code)

    def _moment(self, case, moment):
        """Return a moment in the company's time zone."""
        zone = get_timezone(case.company._replenish_timezone())
        day, time = (
            format_skeleton(skeleton, moment, tzinfo=zone, locale=self._locale())
            for skeleton in ("MMMd", "Hm")
        )
        return f"{day}, {time}"

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
