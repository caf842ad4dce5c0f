from odoo import api, models


class StockReplenishAmount(models.AbstractModel):
    """Money that is not added up where currencies differ."""

    _name = "stock.replenish.amount"
    _description = "Replenishment Planning: totals of one currency only"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        result = super().fields_get(allfields, attributes)
        # Group rows print totals without currency, and would add euros to dollars.
        if len(self.env.companies.currency_id) > 1:
            for field in result.values():
                if field.get("type") == "monetary":
                    field.pop("group_operator", None)
        return result
