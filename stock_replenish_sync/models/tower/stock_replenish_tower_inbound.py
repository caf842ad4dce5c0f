from datetime import timedelta

from odoo import _, models

from .view import EXCEPTION, Band, in_bands

# Days late: from, to.
_DAYS = ((0, 3), (4, 7), (8, 14), (15, None))
_VENDORS = 10


class StockReplenishTower(models.AbstractModel):
    """Purchases that are late, by vendor and days."""

    _inherit = "stock.replenish.tower"

    def _inbound(self, view):
        """Return a row for each of the vendors with most at risk, and for the others.

        Days are counted anew each day, not when the exception was seen.
        """
        bands = self._late_bands(view)
        late = ("kind", "in", ["late_purchase"])
        by_vendor = {}
        for vendor, *numbers in self.env[EXCEPTION]._read_group(
            view.exceptions(late),
            ["partner_id", "date_expected:day"],
            ["__count", "value_rank:sum"],
        ):
            by_vendor.setdefault(vendor, []).append(numbers)
        ranked = sorted(
            by_vendor,
            key=lambda vendor: (
                -sum(value or 0.0 for _day, _count, value in by_vendor[vendor]),
                -sum(count for _day, count, _value in by_vendor[vendor]),
                vendor.id,
            ),
        )
        first, others = ranked[:_VENDORS], ranked[_VENDORS:]
        rows = [
            (
                vendor.id,
                vendor.sudo().display_name or _("No vendor"),
                ("partner_id", "=", vendor.id),
                by_vendor[vendor],
            )
            for vendor in first
        ]
        if others:
            known = [vendor.id for vendor in first]
            rows.append(
                (
                    "other",
                    _("Others"),
                    ("partner_id", "not in", known),
                    [numbers for vendor in others for numbers in by_vendor[vendor]],
                )
            )
        return {
            "columns": [{"key": band.key, "label": band.label} for band in bands],
            "rows": [self._late_row(view, late, bands, *row) for row in rows],
        }

    def _late_row(self, view, late, bands, key, label, term, numbers):
        cells = []
        for band, (count, value) in in_bands(bands, numbers).items():
            name = _("%(row)s: %(column)s", row=label, column=band.label)
            domain = view.exceptions(late, term, *band.terms("date_expected"))
            cells.append(view.number(name, count, value, domain) if count else None)
        return {
            "id": key,
            "label": label,
            "cells": cells,
            **view.number(
                label,
                sum(count for _day, count, _value in numbers),
                sum(value or 0.0 for _day, _count, value in numbers),
                view.exceptions(late, term),
            ),
        }

    def _late_bands(self, view):
        """Return the bands of days late, as days on which goods were expected."""
        return [
            Band(
                f"days_{least}",
                _("%(first)s–%(last)s days", first=max(least, 1), last=most)
                if most
                else _("%s days or more", least),
                first=most and view.today - timedelta(days=most),
                last=least and view.today - timedelta(days=least) or None,
                undated=not least,
            )
            for least, most in _DAYS
        ]
