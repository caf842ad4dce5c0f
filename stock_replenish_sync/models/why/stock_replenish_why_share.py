from odoo import _, models

from .stock_replenish_why_words import Words


class StockReplenishWhyShare(Words, models.AbstractModel):
    """A shortage that was shared: who asked, who got how much, how long it lasts.

    Figures of companies that the user does not work in are left out.
    """

    _name = "stock.replenish.why.share"
    _description = "Replenishment Planning: a shared shortage in an explanation"

    def _describe(self, case, record):
        """Return who asked a short source for how much, and who got it.

        :param dict record: one of a suggestion's `_short_sources`
        :return: dict of title, text, and rows: name, own (the one that is explained),
            asked, got, before, after (days that it lasts), as texts
        """
        own = {**record, "warehouse": case.orderpoint.warehouse_id}
        hidden = not all(
            self._is_ours(row["warehouse"])
            for row in (own, *record["others"], {"warehouse": record["source"]})
        )
        values = {"sender": record["source"].name}
        if hidden:
            title = _("%(sender)s cannot give all that is asked for.", **values)
        else:
            title = _(
                "%(sender)s has %(free)s for %(claimed)s asked for.",
                free=self._quantity(case, max(record["available"] or 0.0, 0.0)),
                claimed=self._quantity(case, record["claimed"]),
                **values,
            )
        return {
            "title": title,
            "text": _("Lower numbers of the lanes' priority are served first.")
            if record["sharing"] == "priority"
            else _("Shared so that it lasts equally long for all."),
            "rows": [
                self._claim(case, row, record, row is own)
                for row in (own, *record["others"])
            ],
        }

    def _claim(self, case, row, record, own):
        """Return what one warehouse asked for and got, as texts."""
        place = row["warehouse"]
        if not self._is_ours(place):
            nothing = dict.fromkeys(("asked", "got", "before", "after"), "")
            return {"name": _("Another company"), "own": False, **nothing}
        return {
            "name": _("%s, for itself", place.name)
            if place == record["source"]
            else place.name,
            "own": own,
            "asked": self._quantity(case, row["asked"]),
            "got": self._quantity(case, row["granted"]),
            "before": self._cover(row["cover_before"]),
            "after": self._cover(row["cover_after"]),
        }

    def _cover(self, days):
        """Return days of cover; without demand stock lasts for ever."""
        return "–" if days is None else self._days(max(days, 0.0))

    def _is_ours(self, warehouse):
        """Tell whether figures of a warehouse may be told to the user."""
        return warehouse.company_id in self.env.companies
