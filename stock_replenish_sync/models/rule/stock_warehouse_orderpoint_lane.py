from odoo import models


class StockWarehouseOrderpoint(models.Model):
    _inherit = "stock.warehouse.orderpoint"

    def _procurement_values_of(self, suggestion, order_day):
        values = super()._procurement_values_of(suggestion, order_day)
        if suggestion.lane_id:
            # To the day that the lane arrives on, even before it is needed: a truck
            # that goes on Fridays does not come on Mondays.
            day = suggestion.arrival_date or suggestion.need_date
            arrival = self.company_id._replenish_noon(day)
            values.update(date_planned=arrival, date_deadline=arrival)
        return values
