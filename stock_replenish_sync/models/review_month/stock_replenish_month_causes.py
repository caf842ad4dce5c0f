from odoo import _, models

from ...planning.causes import EXCESS_CAUSES, OUT_CAUSES
from .stock_replenish_month_cells import Cell, table


class StockReplenishMonth(models.TransientModel):
    """Causes in words, and added up."""

    _inherit = "stock.replenish.month"

    def _cause_words(self):
        return {
            "data": _("Wrong or missing data"),
            "supplier": _("Late supplier"),
            "transfer": _("Late transfer"),
            "no_action": _("Nobody acted in time"),
            "demand": _("Demand above plan"),
            "no_demand": _("No demand any more"),
            "by_hand": _("Ordered by hand"),
            "vendor": _("Vendor minimum or price break"),
            "demand_fell": _("Demand below plan"),
            "parameter": _("Parameters"),
        }

    def _causes_table(self, title, found, causes, labels, note):
        """Return the table of causes, those that cost most first.

        :param list found: dicts with `cause` and `value`
        :param tuple causes: codes that may be found
        :param list labels: of the columns that count and add up money
        """
        words = self._cause_words()
        rows = []
        for cause in causes:
            values = [row["value"] for row in found if row["cause"] == cause]
            if values:
                rows.append((sum(values), len(values), words[cause]))
        rows.sort(key=lambda row: (-row[0], -row[1]))
        return table(
            title,
            [_("Cause"), labels[0], _("Share"), labels[1]],
            [
                [
                    Cell(word),
                    Cell(count, "count"),
                    Cell(100.0 * count / len(found), "%"),
                    Cell(value, "money"),
                ]
                for value, count, word in rows
            ],
            note,
        )

    def _named(self, found):
        """Add `product` and `warehouse` names to rows with their ids."""
        products = self.env["product.product"].browse(
            [row["product_id"] for row in found]
        )
        places = self.env["stock.warehouse"].browse(
            [row["warehouse_id"] for row in found]
        )
        for row, product, place in zip(found, products, places, strict=True):
            row["product"] = product.display_name
            row["unit"] = product.uom_id
            row["warehouse"] = place.name
        return found

    def _out_causes_table(self, found, note):
        return self._causes_table(
            _("Why Items were out of Stock"),
            found,
            OUT_CAUSES,
            [_("Stock-outs"), _("At Risk")],
            note,
        )

    def _excess_causes_table(self, found, note):
        return self._causes_table(
            _("Why there is too much"),
            found,
            EXCESS_CAUSES,
            [_("Items"), _("At Cost")],
            note,
        )
