from datetime import timedelta

from odoo import _, models

from .view import EXCEPTION, Band, in_bands

# Days without goods leaving: more than these.
_OLD, _VERY_OLD = 180, 365


class StockReplenishTower(models.AbstractModel):
    """Stock that ages, and stock that expires."""

    _inherit = "stock.replenish.tower"

    def _ageing(self, view):
        """Return what lies unmoved for how long, and what expires when."""
        rows = self.env[EXCEPTION]._read_group(
            view.exceptions(("kind", "in", ["ageing", "expiring"])),
            ["kind", "date_from:day", "date_expected:day"],
            ["__count", "value_rank:sum"],
        )
        old = [
            (since, *numbers)
            for kind, since, _day, *numbers in rows
            if kind == "ageing"
        ]
        expiring = [
            (day, *numbers)
            for kind, _since, day, *numbers in rows
            if kind == "expiring"
        ]
        return [
            *self._banded(view, "ageing", "date_from", self._ages(view), old),
            *self._banded(
                view, "expiring", "date_expected", self._expiries(view), expiring
            ),
        ]

    def _banded(self, view, kind, field, bands, rows):
        return [
            {
                "key": band.key,
                "kind": kind,
                "label": band.label,
                **view.number(
                    band.label,
                    *numbers,
                    view.exceptions(("kind", "in", [kind]), *band.terms(field)),
                ),
            }
            for band, numbers in in_bands(bands, rows).items()
        ]

    def _ages(self, view):
        old, very_old = (
            view.today - timedelta(days=days) for days in (_OLD, _VERY_OLD)
        )
        day = timedelta(days=1)
        return [
            Band(
                "ageing_young",
                _("Unmoved for less than %s days", _OLD),
                first=old + day,
                undated=True,
            ),
            Band(
                "ageing_old",
                _("Unmoved for %(first)s–%(last)s days", first=_OLD, last=_VERY_OLD),
                first=very_old,
                last=old,
            ),
            Band(
                "ageing_very_old",
                _("Unmoved for more than %s days", _VERY_OLD),
                last=very_old - day,
            ),
        ]

    def _expiries(self, view):
        last = view.today + timedelta(days=view.days)
        day = timedelta(days=1)
        return [
            Band("expired", _("Expired"), last=view.today - day),
            Band(
                "expiring_soon",
                _("Expires within %s days", view.days),
                first=view.today,
                last=last,
            ),
            Band("expiring_later", _("Expires later"), first=last + day, undated=True),
        ]
