from datetime import timedelta

from odoo import _, models
from odoo.tools import format_date

from .view import EXCEPTION, Band, in_bands


class StockReplenishTower(models.AbstractModel):
    """Stock-outs by week."""

    _inherit = "stock.replenish.tower"

    def _outlook(self, view):
        """Return what is out, what runs out in each week of the period, and later.

        Together as many as the two tiles of shortages say.
        """
        rows = self.env[EXCEPTION]._read_group(
            view.exceptions(("kind", "in", ["stocked_out", "will_stock_out"])),
            ["kind", "date_from:day"],
            ["__count", "value_rank:sum"],
        )
        out = [numbers for kind, _day, *numbers in rows if kind == "stocked_out"]
        label = _("Now")
        bars = [
            {
                "key": "now",
                "start": False,
                "label": label,
                **view.number(
                    label,
                    sum(count for count, _value in out),
                    sum(value or 0.0 for _count, value in out),
                    view.exceptions(("kind", "in", ["stocked_out"])),
                ),
            }
        ]
        soon = [row for kind, *row in rows if kind == "will_stock_out"]
        for band, numbers in in_bands(self._weeks(view), soon).items():
            domain = view.exceptions(
                ("kind", "in", ["will_stock_out"]), *band.terms("date_from")
            )
            bars.append(
                {
                    "key": band.key,
                    # What comes after the weeks is no week.
                    "start": not band.undated and str(band.first or view.today),
                    "label": band.label,
                    **view.number(
                        _("Will stock out: %s", band.label), *numbers, domain
                    ),
                }
            )
        return bars

    def _weeks(self, view):
        """Return the weeks of the period, the first beginning today, and what follows.

        What should have run out already is in the first.
        """
        starts = [
            view.today + timedelta(days=days) for days in range(0, view.days + 1, 7)
        ]
        weeks = [
            Band(
                f"week_{number}",
                format_date(self.env, start, date_format="d MMM"),
                start if number else None,
                start + timedelta(days=6),
            )
            for number, start in enumerate(starts[:-1])
        ]
        return [*weeks, Band("later", _("Later"), starts[-1], undated=True)]
