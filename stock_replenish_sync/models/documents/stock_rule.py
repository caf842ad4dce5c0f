from datetime import timedelta

from odoo import fields, models


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        return [*super()._get_custom_move_fields(), "replenish_suggestion_id"]

    def _get_stock_move_values(
        self,
        product_id,
        product_qty,
        product_uom,
        location_dest_id,
        name,
        origin,
        company_id,
        values,
    ):
        vals = super()._get_stock_move_values(
            product_id,
            product_qty,
            product_uom,
            location_dest_id,
            name,
            origin,
            company_id,
            values,
        )
        lane = self._replenish_lane(values.get("replenish_suggestion_id"))
        if lane:
            # Days are the lane's, not the rules'; see also the move's own values.
            after = timedelta(days=lane._gaps_of(self)[0])
            vals["date"] = fields.Datetime.to_datetime(values["date_planned"]) - after
            if vals["date_deadline"]:
                deadline = fields.Datetime.to_datetime(values["date_deadline"])
                vals["date_deadline"] = deadline - after
        return vals

    def _replenish_lane(self, suggestion_id):
        """Return the lane that a suggestion is ordered by, if it is."""
        suggestion = self.env["stock.replenish.suggestion"].sudo()
        return suggestion.browse(suggestion_id or []).lane_id

    def _get_procurements_to_merge_groupby(self, procurement):
        # One line for each suggestion: its dates are its own.
        return (
            *super()._get_procurements_to_merge_groupby(procurement),
            procurement.values.get("replenish_suggestion_id"),
        )

    def _run_buy(self, procurements):
        ordered = [
            procurement.values["replenish_suggestion_id"]
            for procurement, _rule in procurements
            if procurement.values.get("replenish_suggestion_id")
        ]
        if not ordered:
            return super()._run_buy(procurements)
        Line = self.env["purchase.order.line"]
        deadlines = Line._replenish_deadlines(ordered)
        result = super()._run_buy(procurements)
        Line._align_replenish_order_dates(ordered, deadlines)
        return result

    def _make_po_get_domain(self, company_id, values, partner):
        domain = super()._make_po_get_domain(company_id, values, partner)
        window = (
            partner.sudo()
            .with_company(company_id)
            .commercial_partner_id.replenish_window_days
        )
        if not window or not values.get("replenish_suggestion_id"):
            return domain
        # A draft grows for as long as the vendor's window, and takes in what is to be
        # ordered as near to it.
        today = company_id._replenish_today()
        day = self._replenish_order_day(company_id, values)
        start, end = day - timedelta(days=window), day + timedelta(days=window + 1)
        made = today - timedelta(days=window)
        return (
            *domain,
            ("create_date", ">=", company_id._replenish_day_start(made)),
            ("date_order", ">=", company_id._replenish_day_start(start)),
            ("date_order", "<", company_id._replenish_day_start(end)),
        )

    def _replenish_order_day(self, company, values):
        """Return the day that an order is made for.

        Moves of a receipt in several steps hand on everything but that.
        """
        if values.get("date_order"):
            return company._replenish_day(values["date_order"])
        suggestion = self.env["stock.replenish.suggestion"].sudo()
        suggestion = suggestion.browse(values["replenish_suggestion_id"])
        return suggestion._order_days()[suggestion.id]

    def _make_mo_get_domain(self, procurement, bom):
        domain = super()._make_mo_get_domain(procurement, bom)
        # Growing an order of another suggestion would hide one of the two dates.
        return (
            *domain,
            (
                "replenish_suggestion_id",
                "=",
                procurement.values.get("replenish_suggestion_id", False),
            ),
        )

    def _prepare_mo_vals(
        self,
        product_id,
        product_qty,
        product_uom,
        location_dest_id,
        name,
        origin,
        company_id,
        values,
        bom,
    ):
        vals = super()._prepare_mo_vals(
            product_id,
            product_qty,
            product_uom,
            location_dest_id,
            name,
            origin,
            company_id,
            values,
            bom,
        )
        vals["replenish_suggestion_id"] = values.get("replenish_suggestion_id", False)
        return vals
