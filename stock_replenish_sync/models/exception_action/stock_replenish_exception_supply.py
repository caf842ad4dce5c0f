import numpy as np

from odoo import _, models
from odoo.exceptions import UserError

from ...planning.acting import cut_back, put_off


class StockReplenishException(models.Model):
    """Postpone, reduce or cancel what comes and is not needed."""

    _inherit = "stock.replenish.exception"

    def action_postpone(self):
        """Show what is on order, with the days on which it is needed."""
        return self._supply_dialog("postpone", _("Postpone Orders"))

    def action_reduce(self):
        """Show what is on order, without what is too much."""
        return self._supply_dialog("reduce", _("Reduce Orders"))

    def action_cancel(self):
        """Show what is on order, without the orders that are too much as a whole."""
        return self._supply_dialog("cancel", _("Cancel Orders"))

    def _supply_dialog(self, task, title):
        rows = self._acting(_("changing orders"))
        lines = [
            (0, 0, values) for row in rows for values in row._supply_lines(task, rows)
        ]
        if not lines:
            raise UserError(
                _(
                    "Nothing is on order of %(product)s for %(warehouse)s.",
                    **rows[0]._place_words(),
                )
            )
        return self._dialog(
            "stock.replenish.adjust",
            title,
            task=task,
            exception_ids=[(6, 0, rows.ids)],
            line_ids=lines,
        )

    def _supply_lines(self, task, rows):
        """Return values of the dialog's lines: what is on order, and what it should be.

        :param rows: exceptions of the same dialog; each rule is shown with the first
            one that is about it
        """
        self.ensure_one()
        rule = self.orderpoint_id
        if rule and rows.filtered(lambda row: row.orderpoint_id == rule)[:1] != self:
            return []
        supply = rule._open_supply() if rule else self._own_supply()
        if not supply:
            return []
        _rules, _lines, dates, quantities = zip(*supply, strict=True)
        today = self.company_id._replenish_today()
        days = np.array([(day - today).days for day in dates], np.int64)
        quantities = np.array(quantities, float)
        new_days, new_quantities = self._proposed(task, days, quantities)
        message = self.env["stock.replenish.message"].with_user(self.env.user)
        values = []
        for place, (row, line, day, quantity) in enumerate(supply):
            new_day = day.fromordinal(
                day.toordinal() + int(new_days[place] - days[place])
            )
            now = (day, quantity)
            problem = message._wish(row, line, now, now).problem
            new_quantity = float(new_quantities[place])
            if line._name == "stock.move" and new_quantity:
                # All of it or nothing.
                new_quantity = quantity
            values.append(
                {
                    "exception_id": self.id,
                    "orderpoint_id": row.id,
                    "product_id": line.product_id.id,
                    "document": f"{line._name},{line.id}",
                    "reference": line._replenish_document().name,
                    "date_current": day,
                    "quantity_current": quantity,
                    "date_new": day if problem else new_day,
                    "quantity_new": quantity if problem else new_quantity,
                    "problem": problem,
                }
            )
        return values

    def _own_supply(self):
        """Return the order that a problem without rule is about, as `_open_supply`."""
        found = []
        if self.purchase_line_id:
            line = self.purchase_line_id
            quantity = line.product_uom._compute_quantity(
                line.product_qty - line.qty_received, line.product_id.uom_id
            )
            found.append((line, line._replenish_expected(), quantity))
        day = self.company_id._replenish_day
        if self.production_id:
            made = self.production_id
            found.append((made, day(made.date_finished), made.product_uom_qty))
        if self.move_id:
            found.append(
                (self.move_id, day(self.move_id.date), self.move_id.product_qty)
            )
        return [(self.orderpoint_id, *order) for order in found]

    def _proposed(self, task, days, quantities):
        """Return (days, quantities) that are proposed for open orders, shape (n,)."""
        rule = self.orderpoint_id
        if task == "postpone":
            stock = rule.planned_position - rule.planned_incoming
            kept = rule._replenish_kept()
            later = put_off(days, quantities, stock, kept, rule.demand_mean)
            return later, quantities
        left = cut_back(days, quantities, self._surplus(quantities.sum()))
        if task == "cancel":
            left = np.where(left > 0, quantities, 0.0)
        return days, left

    def _surplus(self, on_order):
        """Return what is too much of what is on order."""
        rule = self.orderpoint_id
        if not rule or not rule.demand_mean and self.kind == "no_demand":
            return on_order
        if self.kind == "surplus_on_order":
            # As it is told, which leaves days of demand.
            return min(self.quantity, on_order)
        over = rule.planned_position - rule.product_max_qty
        return min(max(over, 0.0), on_order)

    def _change_supply(self, task, wishes):
        """Change open orders as typed; return a notification.

        :param list wishes: (exception, rule, line of the document, (date, quantity) as
            it is, (date, quantity) as it shall be, name of the order)
        """
        said, failures = {}, {}
        message = self.env["stock.replenish.message"].with_user(self.env.user)
        changed = self.env["stock.warehouse.orderpoint"]
        for row, rule, line, now, wanted, name in wishes:
            words, problem = self._attempt(
                lambda row=row, rule=rule, line=line, now=now, wanted=wanted: (
                    message._wish(rule, line, now, wanted)._change_and_say(row.problem)
                )
            )
            place = row.orderpoint_id.id or -row.id
            if problem:
                failures.setdefault(place, []).append(problem)
            else:
                said.setdefault(place, []).append(f"{name}: {words}")
                changed |= rule
        self.env["stock.replenish.dirty"].sudo()._mark(changed)
        done, left = {}, []
        for row in self:
            place = row.orderpoint_id.id or -row.id
            if place in said:
                done[row] = "\n".join(said[place])
            if place in failures:
                left.append((row, "\n".join(failures[place])))
        return self._acted(task, done, left)
