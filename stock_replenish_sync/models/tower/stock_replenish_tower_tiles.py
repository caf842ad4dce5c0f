from datetime import timedelta

from odoo import _, models

from .view import EXCEPTION

#: Tiles that stand out: key → kinds in it.
MAIN = {
    "stocked_out": ("stocked_out",),
    "will_stock_out": ("will_stock_out",),
    "late": ("late_purchase", "late_manufacturing", "late_transfer"),
    "surplus_on_order": ("surplus_on_order",),
}
# Where a company does not look for what is on order.
_INSTEAD = {"surplus_on_order": ("excess", ("excess",))}
_ICONS = {
    "stocked_out": "fa-times-circle",
    "will_stock_out": "fa-exclamation-triangle",
    "expiring": "fa-hourglass-end",
    "negative_stock": "fa-minus-circle",
    "shortage": "fa-line-chart",
    "late": "fa-truck",
    "too_much": "fa-cubes",
    "data": "fa-database",
}


class StockReplenishTower(models.AbstractModel):
    """A tile for each kind of exception: how many, what they cost, how many more."""

    _inherit = "stock.replenish.tower"

    def _tiles(self, view):
        """Return the tiles that stand out, and those of all other kinds.

        `change` is how many more there are than at this moment of yesterday; None if
        nothing is known of yesterday. `severity` is that of the worst.
        """
        found = {
            kind: numbers
            for kind, *numbers in self.env[EXCEPTION]._read_group(
                view.exceptions(),
                ["kind"],
                ["__count", "value_rank:sum", "severity:max"],
            )
        }
        before = self._yesterday(view)
        looked_for = self._looked_for(view)
        main = dict(
            (key, kinds)
            if looked_for.intersection(kinds) or set(found).intersection(kinds)
            else _INSTEAD.get(key, (key, kinds))
            for key, kinds in MAIN.items()
        )
        labels = dict(self.env["stock.replenish.detection"]._labels())
        others = {
            kind: (kind,)
            for kind in labels
            if kind not in main and (kind in looked_for or kind in found)
        }
        return tuple(
            [
                self._tile(view, key, kinds, labels, found, before)
                for key, kinds in tiles.items()
            ]
            for tiles in (main, others)
        )

    def _tile(self, view, key, kinds, labels, found, before):
        label = labels.get(key) or _("Late supply")
        numbers = [found[kind] for kind in kinds if kind in found]
        count = sum(number[0] for number in numbers)
        detection = self.env["stock.replenish.detection"]._of(kinds[0])
        family = detection._family
        return {
            "key": key,
            "label": label,
            "help": detection._about()
            if key in labels
            else _("Purchases, manufacturing orders and transfers that are overdue."),
            "icon": _ICONS.get(key) or _ICONS[family],
            "family": family,
            "severity": max((number[2] for number in numbers), default=False),
            "change": None
            if before is None
            else count - sum(before.get(kind, 0) for kind in kinds),
            **view.number(
                label,
                count,
                sum(number[1] or 0.0 for number in numbers),
                view.exceptions(("kind", "in", list(kinds))),
            ),
        }

    def _looked_for(self, view):
        """Return the kinds that one of the companies looks for."""
        return {
            kind
            for (kind,) in self.env["stock.replenish.exception.kind"]._read_group(
                [("company_id", "in", view.companies.ids), ("is_on", "=", True)],
                ["kind"],
            )
        }

    def _yesterday(self, view):
        """Return how many of each kind were open a day ago, or None if nobody looked.

        By who is the owner now.
        """
        moment = view.now - timedelta(days=1)
        Episode = self.env["stock.replenish.exception.episode"]
        known = [
            ("company_id", "in", view.companies.ids),
            ("raised_on", "<=", str(moment)),
        ]
        if not Episode.search_count(known, limit=1):
            return None
        return dict(
            Episode._read_group(
                view.was_open(moment), ["kind"], ["exception_id:count_distinct"]
            )
        )
