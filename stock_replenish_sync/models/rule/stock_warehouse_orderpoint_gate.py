from math import ceil

from odoo import _, fields, models
from odoo.tools import SQL, float_compare, float_is_zero

from ...tools import format_quantity, notification


class StockWarehouseOrderpoint(models.Model):
    """The gate: scheduler, Order Once, Automate and automatic trigger pass here."""

    # Planning and ordering change for different reasons: a file each.
    _inherit = "stock.warehouse.orderpoint"

    def _procure_orderpoint_confirm(
        self, use_new_cursor=False, company_id=None, raise_user_error=True
    ):
        governed = self.filtered("is_governed")
        result = {}
        if not governed or self - governed:
            result = super(
                StockWarehouseOrderpoint, self - governed
            )._procure_orderpoint_confirm(
                use_new_cursor=use_new_cursor,
                company_id=company_id,
                raise_user_error=raise_user_error,
            )
        # Core's automatic trigger sets `origins`: those rows wait for the next plan.
        if governed and "origins" not in self.env.context:
            self.env["stock.replenish.order"]._order_orderpoints(
                governed,
                use_new_cursor=use_new_cursor,
                raise_user_error=raise_user_error,
            )
        return result

    def action_replenish(self, force_to_max=False):
        # Core fails for want of this right only after it has ordered.
        self._check_may_order()
        governed = self.filtered("is_governed")
        if not governed:
            return super().action_replenish(force_to_max=force_to_max)
        started = fields.Datetime.now()
        moved = governed._plan_stale()
        ready = self - moved
        result = told = False
        if force_to_max:
            ready._type_order_to_max()
        if ready:
            # What core would write for "to max" is typed already for governed rows.
            neutral = ready - governed
            if neutral:
                result = super(StockWarehouseOrderpoint, neutral).action_replenish(
                    force_to_max=force_to_max
                )
            governed_ready = ready & governed
            if governed_ready:
                result = super(
                    StockWarehouseOrderpoint,
                    governed_ready.with_context(replenish_keep_planned=True),
                ).action_replenish()
                told = governed_ready._ordered_notification(started)
                result = result or told
        if moved:
            return moved._changed_notification(told and told["params"]["message"])
        return result

    def _filter_stale(self):
        """Return the rows to be planned before they may be ordered: those not planned
        today and those that changed since. What a person typed stands as it is."""
        rows = self.filtered(lambda row: not row.typed_on)
        if not rows:
            return rows
        self.env["stock.replenish.dirty"].sudo().flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT orderpoint_id FROM stock_replenish_dirty "
                "WHERE orderpoint_id = ANY(%s)",
                rows.ids,
            )
        )
        changed = {row for (row,) in self.env.cr.fetchall()}
        return rows.filtered(lambda row: row.id in changed or row._is_of_another_day())

    def _is_of_another_day(self):
        """Tell whether this row was not planned today."""
        self.ensure_one()
        company = self.company_id
        return (
            not self.planned_on
            or company._replenish_day(self.planned_on) < company._replenish_today()
        )

    def _plan_stale(self):
        """Plan rows not planned today; return those that now say another quantity."""
        stale = self._filter_stale()
        if not stale:
            return stale
        before = {row.id: row.suggested_qty for row in stale}
        self.env["stock.replenish.run"]._plan_rows(stale)
        return stale.filtered(
            lambda row: float_compare(
                before[row.id],
                row.suggested_qty,
                precision_rounding=row.product_uom.rounding,
            )
        )

    def _type_order_to_max(self):
        """Type what brings the planned position of governed rows to the maximum.

        At least what is due: other warehouses may be planned to draw more than that.
        """
        governed = self.filtered("is_governed")
        missing = {
            row.id: max(row.product_max_qty - row.planned_position, row.suggested_qty)
            for row in governed
        }
        # As with a suggestion: whole purchase units, at least the vendor's minimum.
        lots = self.env["stock.replenish.supply"].sudo()._round_up(governed, missing)
        for orderpoint in governed.filtered(lambda row: lots[row.id] > 0):
            orderpoint.qty_to_order = lots[orderpoint.id]

    def _changed_notification(self, told=None):
        """Tell that rows planned just now ask for another quantity.

        :param str told: what became of the others
        """
        lines = [row._changed_sentence() for row in self[:10]]
        return notification(
            "\n".join(lines + [told] if told else lines),
            kind="warning",
            title=_("Quantities changed; nothing was ordered for these yet"),
        )

    def _changed_sentence(self):
        """Say what a row planned just now asks for."""
        self.ensure_one()
        if self.plan_status == "failed":
            return self.env["stock.replenish.order"]._unplanned_sentence(self)
        if float_is_zero(
            self.suggested_qty, precision_rounding=self.product_uom.rounding
        ):
            return _(
                "%(product)s for %(warehouse)s: nothing is to be ordered any more.",
                product=self.product_id.display_name,
                warehouse=self.warehouse_id.display_name,
            )
        return _(
            "%(product)s for %(warehouse)s: order %(quantity)s %(unit)s now. Check, "
            "then order again.",
            product=self.product_id.display_name,
            warehouse=self.warehouse_id.display_name,
            quantity=format_quantity(self.env, self.suggested_qty, self.product_uom),
            unit=self.product_uom_name,
        )

    def _ordered_notification(self, since):
        """Tell what several rows became, or what of them could not be ordered."""
        failed = self._failed_notification()
        if failed or len(self) == 1:
            return failed
        ordered = (
            self.env["stock.replenish.suggestion"]
            .sudo()
            .search([("orderpoint_id", "in", self.ids), ("ordered_on", ">=", since)])
        )
        return notification(ordered._ordered_words())

    def _failed_notification(self):
        """Tell what of these rows could not be ordered, or return False."""
        failed = (
            self.env["stock.replenish.exception"]
            .sudo()
            .search(
                [
                    ("orderpoint_id", "in", self.ids),
                    ("kind", "=", "order_error"),
                    ("is_present", "=", True),
                ]
            )
        )
        if not failed:
            return False
        return notification(
            "\n".join(
                f"{row.product_id.display_name}: {row.problem}" for row in failed[:10]
            ),
            kind="warning",
            title=_("%s not ordered; see Exceptions", len(failed)),
        )

    def _procurement_values_of(self, suggestion, order_day):
        """Return the procurement values that make the documents of a suggestion.

        The dates are the plan's, so that the lead time on the document is the one
        that was planned with.

        :param date order_day: day that the order is made for
        """
        self.ensure_one()
        company = self.company_id
        day = suggestion.arrival_date or suggestion.need_date
        if not suggestion.lane_id:
            # A lane brings goods on its days, be it before they are needed.
            day = max(day, suggestion.need_date)
        arrival = company._replenish_noon(day)
        values = self._prepare_procurement_values(date=arrival)
        values.update(
            date_planned=arrival,
            date_deadline=arrival,
            date_order=company._replenish_noon(order_day),
            replenish_suggestion_id=suggestion.id,
        )
        routes = suggestion._asked_routes()
        if routes:
            values["route_ids"] = routes
        if suggestion.supplier_id and not self.supplier_id:
            values["supplierinfo_id"] = suggestion.supplier_id
        if suggestion.bom_id and not self.bom_id:
            values["bom_id"] = suggestion.bom_id
        return values

    def _typed_suggestion_values(self, quantity, replaced):
        """Return values of the suggestion that a typed quantity becomes.

        It takes source and dates from the suggestion it replaces; without one, from
        the way of supply as it is now, to arrive by the planned lead time.
        """
        self.ensure_one()
        company = self.company_id
        today = company._replenish_today()
        values = {
            "orderpoint_id": self.id,
            "company_id": company.id,
            "warehouse_id": self.warehouse_id.id,
            "product_id": self.product_id.id,
            "policy_id": self.policy_id.id,
            "is_typed": True,
            "quantity": quantity,
            "raw_quantity": quantity,
            "state": "proposed",
            "value": quantity * self.product_id.with_company(company).standard_price,
        }
        if replaced:
            values["packed"] = replaced.packed
            for name in ("need_date", "release_date", "due_date", "arrival_date"):
                values[name] = replaced[name]
            values.update(
                kind=replaced.kind,
                source_warehouse_id=replaced.source_warehouse_id.id,
                lane_id=replaced.lane_id.id,
                route_id=replaced.route_id.id,
                supplier_id=replaced.supplier_id.id,
                vendor_id=replaced.vendor_id.id,
                bom_id=replaced.bom_id.id,
            )
            return values
        arrival = fields.Date.add(today, days=ceil(self.lead_time_mean))
        values.update(
            self.env["stock.replenish.supply"]._current_source(self),
            need_date=arrival,
            arrival_date=arrival,
            release_date=today,
            due_date=today,
        )
        return values
