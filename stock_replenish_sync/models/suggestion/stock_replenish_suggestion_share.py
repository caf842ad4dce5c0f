from odoo import fields, models


class StockReplenishSuggestion(models.Model):
    """Who asked a short source for how much, and who got it."""

    _inherit = "stock.replenish.suggestion"

    def _short_sources(self):
        """Return what sources gave for this need that could not give all of it.

        Stored with every suggestion of a rule's first need that a source could not
        serve: what a lane brings and what is got elsewhere alike.

        :return: list of dict, a source each, in the order in which they were asked:
            `source` (warehouse) and `lane` (records, sudo, empty when they are gone),
            `mode` and `sharing` (as on the lane and its source), `day` (date by which
            goods were to leave), `available` (what was free by then for all who asked),
            `claimed` (what all asked); `asked`, `granted`, `cover_before` and
            `cover_after` of this rule; `others`: list of dict of these four and
            `warehouse` of whoever else asked, the source itself among them where it
            keeps a share. Quantities in product UoM, cover in days, None without demand
        """
        self.ensure_one()
        Warehouse = self.env["stock.warehouse"].sudo().with_context(active_test=False)
        Lane = self.env["stock.replenish.source"].sudo().with_context(active_test=False)
        return [
            {
                **record,
                "source": Warehouse.browse(record["source"]).exists(),
                "lane": Lane.browse(record["lane"]).exists(),
                "day": fields.Date.to_date(record["day"]),
                "others": [
                    {
                        **other,
                        "warehouse": Warehouse.browse(other["warehouse"]).exists(),
                    }
                    for other in record["others"]
                ],
            }
            for record in self.shares or []
        ]
