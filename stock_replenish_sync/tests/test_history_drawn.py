"""Demand joined in numpy is what a plain sum over moves in SQL gives."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytz
from hypothesis import Phase
from hypothesis import strategies as st

from odoo.tests import tagged

from .common_drawn import DrawnCommon
from .common_supply import SupplyCommon

# Monday evening in Berlin, three weeks after its clocks changed; Tuesday in Tokyo.
NOW = "2025-04-21 18:30:00"
TODAY = date(2025, 4, 21)
WEEKS = 5
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles", False)
STATES = ("done",) * 6 + ("assigned", "cancel")

# Around the midnights at which weeks and days begin, somewhere in the world.
hour = st.sampled_from((0, 0, 12, 23))
moves = st.lists(
    st.fixed_dictionaries(
        {
            "product": st.integers(0, 3),
            "source": st.integers(0, 6),
            "destination": st.integers(0, 9),
            "day": st.integers(-2, 7 * WEEKS + 3),
            "hour": hour,
            "minute": st.sampled_from((0, 0, 1, 59)),
            "zone": st.sampled_from(("UTC", *ZONES[:3])),
            "quantity": st.sampled_from((1.0, 2.0, 7.5, 0.1, 1 / 3, 1000.0)),
            "dozens": st.booleans(),
            "state": st.sampled_from(STATES),
            # The move that it returns, counted back from itself.
            "returns": st.sampled_from((0, 0, 1, 2)),
            "wrong_product": st.sampled_from((False, False, False, True)),
        }
    ),
    min_size=1,
    max_size=30,
)


def _shipped(alias):
    """Return SQL: a move left the places of `%(top)s` in week `%(week)s`."""
    day = f"({alias}.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date"
    return f"""
        {alias}.state = 'done' AND {alias}.product_id = %(product)s
        AND EXISTS (SELECT FROM stock_location l WHERE l.id = {alias}.location_id
                    AND l.usage = 'internal' AND l.parent_path LIKE %(top)s || '%%')
        AND EXISTS (SELECT FROM stock_location l WHERE l.id = {alias}.location_dest_id
                    AND l.usage IN ('customer', 'production'))
        AND {day} < %(today)s
        AND (%(today)s - 1 - {day}) / 7 = weeks.back
    """


_IN_UNIT = """SUM({0}.quantity / u.factor * own.factor)
    FROM stock_move {0}
    JOIN uom_uom u ON u.id = {0}.product_uom
    JOIN product_product p ON p.id = {0}.product_id
    JOIN product_template t ON t.id = p.product_tmpl_id
    JOIN uom_uom own ON own.id = t.uom_id"""

# Of each week, the oldest first.
DEMAND = f"""
    SELECT COALESCE((SELECT {_IN_UNIT.format("m")} WHERE {_shipped("m")}), 0)
         - COALESCE((SELECT {_IN_UNIT.format("r")}
                     JOIN stock_move m ON m.id = r.origin_returned_move_id
                     WHERE r.state = 'done' AND r.product_id = %(product)s
                       AND {_shipped("m")}), 0)
    FROM generate_series(%(weeks)s - 1, 0, -1) AS weeks(back)
"""

FIRST = """
    SELECT MIN((m.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date)
    FROM stock_move m
    JOIN stock_location l ON l.id IN (m.location_id, m.location_dest_id)
    WHERE m.state = 'done' AND m.product_id = %(product)s
      AND l.usage = 'internal' AND l.parent_path LIKE %(top)s || '%%'
"""


@tagged("post_install", "-at_install")
class TestHistoryDrawn(DrawnCommon, SupplyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.replenish_history_weeks = WEEKS
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.unit = cls.env.ref("uom.product_uom_unit")
        kilo = cls.env.ref("uom.product_uom_kgm")
        units = (cls.unit, cls.unit, cls.dozen, kilo)
        cls.products = cls.env["product.product"].concat(
            *(
                cls.make_product(f"Item {n}", uom_id=unit.id, uom_po_id=unit.id)
                for n, unit in enumerate(units)
            )
        )
        cls.branch, _route = cls.make_branch()
        cls.warehouse.delivery_steps = "pick_ship"
        shelf, deeper = cls.env["stock.location"].create(
            [
                {"name": "Shelf", "location_id": cls.stock.id},
                {"name": "Bin", "location_id": cls.branch.lot_stock_id.id},
            ]
        )
        production = cls.products[0].with_company(cls.company).property_stock_production
        cls.places = cls.stock.concat(
            cls.stock,
            shelf,
            cls.warehouse.wh_output_stock_loc_id,
            cls.branch.lot_stock_id,
            deeper,
            cls.customers,
            cls.suppliers,
            # Moves go there more often than anywhere else.
            cls.customers,
            cls.customers,
            production,
        )
        cls.tops = {
            cls.stock: cls.warehouse.view_location_id,
            shelf: shelf,
            cls.branch.lot_stock_id: cls.branch.view_location_id,
        }
        cls.rows = cls.env["stock.warehouse.orderpoint"].create(
            [
                {
                    "name": f"{product.name} at {place.name}",
                    "product_id": product.id,
                    "warehouse_id": place.warehouse_id.id,
                    "location_id": place.id,
                    "company_id": cls.company.id,
                }
                for product in cls.products
                for place in cls.tops
            ]
        )

    def insert(self, drawn):
        """Insert moves as they are: those of the past change no stock."""
        ids, shown = [], []
        for number, move in enumerate(drawn):
            product = self.products[move["product"]]
            unit = product.uom_id
            if move["dozens"] and unit in (self.unit, self.dozen):
                unit = self.dozen + self.unit - unit
            origin = None
            if move["returns"] and number >= move["returns"]:
                origin = ids[number - move["returns"]]
                if not move["wrong_product"]:
                    product = shown[number - move["returns"]]
                    unit = product.uom_id
            local = datetime.combine(
                TODAY - timedelta(days=move["day"]),
                time(move["hour"], move["minute"]),
            )
            moment = pytz.timezone(move["zone"] or "UTC").localize(local)
            self.env.cr.execute(
                """INSERT INTO stock_move
                       (name, company_id, product_id, product_uom, product_uom_qty,
                        quantity, location_id, location_dest_id, procure_method,
                        state, date, origin_returned_move_id)
                   VALUES ('drawn', %s, %s, %s, %s, %s, %s, %s, 'make_to_stock', %s,
                           %s, %s)
                   RETURNING id""",
                [
                    self.company.id,
                    product.id,
                    unit.id,
                    # What was asked for says nothing.
                    5 * move["quantity"],
                    move["quantity"],
                    self.places[move["source"]].id,
                    self.places[move["destination"]].id,
                    move["state"],
                    moment.astimezone(pytz.utc).replace(tzinfo=None),
                    origin,
                ],
            )
            ids.append(self.env.cr.fetchone()[0])
            shown.append(product)

    def plainly(self, row):
        """Return demand by week, oldest first, and the first week that counts."""
        zone = self.company.partner_id.tz or "UTC"
        values = {
            "product": row.product_id.id,
            "top": self.tops[row.location_id].parent_path,
            "zone": zone,
            "today": self.company._replenish_today(),
            "weeks": WEEKS,
        }
        self.env.cr.execute(DEMAND, values)
        demand = [max(float(sold), 0.0) for (sold,) in self.env.cr.fetchall()]
        self.env.cr.execute(FIRST, values)
        [first] = self.env.cr.fetchone()
        if first is None:
            return demand, WEEKS
        weeks = (values["today"] - timedelta(days=1) - first).days // 7
        return demand, WEEKS - 1 - weeks

    def check(self, zone, drawn):
        self.company.partner_id.tz = zone
        self.insert(drawn)
        self.env.flush_all()
        history, first = self.demand()
        for place, row in enumerate(self.rows):
            demand, first_week = self.plainly(row)
            np.testing.assert_allclose(
                history[place], demand, 1e-12, 1e-9, err_msg=row.name
            )
            self.assertEqual(
                min(first[place], WEEKS), min(max(first_week, 0), WEEKS), row.name
            )

    def demand(self):
        frame = self.env["stock.replenish.frame"]._lay_out(
            self.company, self.rows.ids, self.company._replenish_today()
        )
        self.assertEqual(frame.orderpoint.tolist(), self.rows.ids)
        return self.env["stock.replenish.history"]._demand(frame, WEEKS)

    def test_demand_is_the_plain_sum_of_moves(self):
        self.check_draws(
            NOW, 15, tuple(Phase), zone=st.sampled_from(ZONES), drawn=moves
        )
