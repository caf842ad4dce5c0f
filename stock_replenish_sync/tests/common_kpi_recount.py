from collections import Counter, defaultdict
from datetime import datetime, timedelta
from functools import cache

import pytz


class Recount:
    """What KPIs say of deliveries, stock and vendors, counted anew: one document after
    the other in Python, after the words of `docs/kpis.md`.

    Slow and simple on purpose. `sums` is {measure: {(day, warehouse, family): value}},
    money in the company's currency.
    """

    def __init__(self, company, first, last):
        env = company.env(su=True, context={"active_test": False})
        env.flush_all()
        self.env, self.company = env, company.with_env(env).with_company(company)
        self.first, self.last = first, last
        self.zone = pytz.timezone(company.partner_id.tz or "UTC")
        self.days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.products = (
            env["product.product"]
            .with_company(company)
            .search([("type", "=", "product")])
        )
        self.moves = env["stock.move"].search(
            [("product_id", "in", self.products.ids), ("state", "!=", "draft")]
        )
        self.day = cache(self.day)
        self.moves_of = self.moves.grouped("product_id")
        self.sums = defaultdict(Counter)
        self.level = self._levels()
        self.count_deliveries()
        self.count_outages()
        self.count_stock()
        self.count_ageing()
        self.count_excess()
        self.count_vendors()

    # --- words of the definitions ---

    def day(self, moment):
        return moment and pytz.utc.localize(moment).astimezone(self.zone).date()

    def house(self, location):
        """Return the company's warehouse whose stock a location is, if any."""
        warehouse = location.warehouse_id
        is_stock = location.usage == "internal"
        return is_stock and warehouse.company_id == self.company and warehouse

    def cost(self, product):
        return max(product.with_company(self.company).standard_price, 0.0)

    def is_own(self, line):
        return not line.owner_id or line.owner_id == self.company.partner_id

    def moved(self, move, own=False):
        """Return what a done move took along, in the unit of the product."""
        if move.state != "done":
            return 0.0
        lines = move.move_line_ids
        if own:
            lines = lines.filtered(self.is_own)
        return sum(lines.mapped("quantity_product_uom"))

    def used(self, move):
        """Return the warehouse that a move takes goods from to be used up, if any."""
        usage = move.location_dest_id.usage
        return usage in ("customer", "production") and self.house(move.location_id)

    def add(self, measure, day, warehouse, product, value):
        if value and self.first <= day <= self.last:
            place = (day, warehouse.id, product.categ_id.id)
            self.sums[measure][place] += value

    # --- the groups ---

    def count_deliveries(self):
        lines = defaultdict(lambda: [0.0, 0.0, 0.0])
        for move in self.moves:
            warehouse = self.house(move.location_id)
            promised = move.replenish_deadline or move.date_deadline
            if not warehouse or move.location_dest_id.usage != "customer":
                continue
            if not promised or move.origin_returned_move_id or move.scrapped:
                continue
            delivery = move.picking_id
            while delivery.backorder_id:
                delivery = delivery.backorder_id
            line = move.sale_line_id or delivery or move
            day = self.day(promised)
            sums = lines[line, day, warehouse, move.product_id]
            sums[2 if move.state == "cancel" else 0] += move.product_qty
            if move.state == "done" and self.day(move.date) <= day:
                sums[1] += self.moved(move)
        for (line, *place), (due, came, given_up) in lines.items():
            day, warehouse, product = place
            most = due + given_up
            if line._name == "sale.order.line" and line.product_id == product:
                ordered = line.product_uom._compute_quantity(
                    line.product_uom_qty, product.uom_id, round=False
                )
                most = min(most, max(due, ordered))
            due = most
            if due < product.uom_id.rounding:
                continue
            self.add("lines_due", day, warehouse, product, 1)
            whole = due - came < product.uom_id.rounding
            self.add("lines_on_time", day, warehouse, product, int(whole))
            self.add("qty_due", day, warehouse, product, due)
            self.add("qty_on_time", day, warehouse, product, min(due, came))

    def count_outages(self):
        asked, short = set(), set()
        for move in self.moves.filtered(
            lambda row: self.used(row) and not row.scrapped
        ):
            product = move.product_id
            item = self.used(move), product
            rounding = product.uom_id.rounding
            quantity = self.moved(move)
            if max(quantity, move.product_qty) < rounding:
                continue
            first = move.replenish_deadline or move.date_deadline
            if move.location_dest_id.usage != "customer":
                first = move.date_deadline
            due = self.day(first or move.picking_id.scheduled_date or move.date)
            gone = {"done": move.date, "cancel": move.write_date}.get(move.state)
            end = self.day(gone) if gone else self.last + timedelta(days=1)
            for day in self.days:
                if due <= day < end:
                    asked.add((day, *item))
                    short.add((day, *item))
            if move.state == "done":
                asked.add((end, *item))
                if move.product_qty - quantity >= rounding:
                    short.add((end, *item))
        for day, warehouse, product in asked:
            if not self.first <= day <= self.last:
                continue
            self.add("demand_days", day, warehouse, product, 1)
            there = self.level[product, warehouse][day] >= product.uom_id.rounding
            if (day, warehouse, product) in short and not there:
                self.add("out_days", day, warehouse, product, 1)

    def _levels(self):
        """Return {item: {day: on hand in the evening}}, from the first move on."""
        levels = defaultdict(lambda: dict.fromkeys(self.days, 0.0))
        for move in self.moves.filtered(lambda row: row.state == "done"):
            for line in move.move_line_ids.filtered(self.is_own):
                for place, sign in ((line.location_id, -1), (line.location_dest_id, 1)):
                    if warehouse := self.house(place):
                        level = levels[move.product_id, warehouse]
                        for day in self.days:
                            if self.day(move.date) <= day:
                                level[day] += sign * line.quantity_product_uom
        return levels

    def count_stock(self):
        for (product, warehouse), level in self.level.items():
            for day, quantity in level.items():
                value = max(quantity, 0) * self.cost(product)
                self.add("stock_value", day, warehouse, product, value)
        for move in self.moves.filtered(lambda row: row.state == "done"):
            origin = move.origin_returned_move_id
            sign, place = 1, self.used(move)
            if not place and origin and self.used(origin):
                sign, place = -1, self.used(origin)
            if place:
                value = sign * self.moved(move, own=True) * self.cost(move.product_id)
                day = self.day(move.date)
                self.add("shipped_cost", day, place, move.product_id, value)

    def count_ageing(self):
        """Stock of the last day that was there when goods last left, by age."""
        moves = self.moves.filtered(
            lambda row: row.state == "done" and self.day(row.date) <= self.last
        ).grouped("product_id")
        for (product, warehouse), level in self.level.items():
            held, cost = max(level[self.last], 0.0), self.cost(product)
            self.add("held_value", self.last, warehouse, product, held * cost)
            done = moves.get(product, self.moves.browse())
            for age in (90, 180, 365):
                since = self.last - timedelta(days=age - 1)
                late = done.filtered(
                    lambda row, since=since: self.day(row.date) >= since
                )
                left = late.filtered(
                    lambda row, warehouse=warehouse: row.location_id.warehouse_id
                    == warehouse
                    and row.location_dest_id.usage != "inventory"
                    and row.location_dest_id.warehouse_id != warehouse
                )
                came = late.filtered(
                    lambda row, warehouse=warehouse: row.location_dest_id.warehouse_id
                    == warehouse
                    and row.location_id.warehouse_id != warehouse
                )
                old = held - sum(self.moved(move, own=True) for move in came)
                if not left and old > 0:
                    name = f"ageing_{age}_value"
                    self.add(name, self.last, warehouse, product, old * cost)

    def count_excess(self):
        """What rules of warehouses expect and do not want, nothing being booked."""
        rules = self.env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", self.company.id), ("planned_on", "!=", False)]
        )
        for rule in rules:
            place = (self.last, rule.warehouse_id, rule.product_id)
            cost, demand = self.cost(rule.product_id), rule.demand_mean
            held = self.level[rule.product_id, rule.warehouse_id][self.last]
            most = max(rule.product_max_qty, rule.product_min_qty, 90 * demand)
            self.add("expected_cost", *place, demand * cost)
            self.add("excess_value", *place, max(held - most, 0) * cost)

    def count_vendors(self):
        lines = self.env["purchase.order.line"].search(
            [
                ("order_id.company_id", "=", self.company.id),
                ("order_id.state", "in", ("purchase", "done")),
                ("product_id", "in", self.products.ids),
                ("product_uom_qty", ">", 0),
            ]
        )
        for line in lines:
            product = line.product_id
            moves = line.move_ids & self.moves_of.get(product, self.moves.browse())
            day = self.day(line.replenish_promised or line.date_planned)
            came = 0.0
            for move in moves.filtered(lambda row: row.state == "done"):
                if self.day(move.date) <= day:
                    back = move.location_dest_id.usage == "supplier"
                    came += -self.moved(move) if back else self.moved(move)
            if moves:
                place = line.order_id.picking_type_id.warehouse_id
                self.add("vendor_lines", day, place, product, 1)
                full = came >= line.product_uom_qty - product.uom_id.rounding / 2
                self.add("vendor_lines_full", day, place, product, int(full))


def noon(day, zone, hour=12):
    """Return an hour of a day in a time zone, naive in UTC."""
    local = datetime(day.year, day.month, day.day) + timedelta(hours=hour)
    return pytz.timezone(zone).localize(local).astimezone(pytz.utc).replace(tzinfo=None)
