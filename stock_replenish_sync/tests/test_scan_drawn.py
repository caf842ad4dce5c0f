"""Looking for exceptions twice finds nothing new, whatever the database looks like."""

from datetime import timedelta

from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_drawn import DrawnCommon
from .common_exception import ExceptionCommon
from .common_network import NetworkCommon

NOW = "2025-03-12 10:00:00"
PRODUCTS = 8
DOCUMENTS = 12
# What planning and ordering tell, and what only another module can bring.
NOT_LOOKED_FOR = {
    *("planning_error", "order_error", "master_data", "stale_job"),
    "mps_and_rule",
}
# How a problem is put aside: method → arguments.
ASIDE = {"_snooze": (False,), "_resolve": ("Known",), "_acknowledge": ("Seen",)}

product = st.integers(0, PRODUCTS - 1)
quantity = st.sampled_from((1.0, 3.0, 5.5, 22.0, 60.0, 700.0))
past = st.integers(1, 300)
worlds = st.fixed_dictionaries(
    {
        "quants": st.lists(
            st.tuples(
                product,
                st.integers(0, 2),
                st.one_of(quantity, st.just(-2.0)),
                st.sampled_from((0, 10, 250)),
            ),
            min_size=4,
            max_size=10,
            unique_by=lambda quant: quant[:2],
        ),
        # Sold, received or counted.
        "moves": st.lists(
            st.tuples(
                product,
                st.sampled_from(("sold", "sold", "sold", "received", "counted")),
                quantity,
                st.one_of(st.integers(0, 12), past),
            ),
            min_size=6,
            max_size=14,
        ),
        "booked": st.lists(
            st.tuples(product, quantity, st.integers(-3, 20)), max_size=4
        ),
        "documents": st.lists(
            st.tuples(
                st.sampled_from((-9, -3, -1, 0, 2, 20, 95)),
                quantity,
                st.sampled_from("open open begun gone".split()),
            ),
            min_size=DOCUMENTS,
            max_size=DOCUMENTS,
        ),
        "expires": st.integers(-5, 25),
        "old_rules": st.booleans(),
        "aside": st.lists(st.sampled_from((*ASIDE, None)), max_size=8),
    }
)


@tagged("post_install", "-at_install")
class TestScanDrawn(DrawnCommon, NetworkCommon, ExceptionCommon):
    """A hub, a branch and documents between them, of which dates and quantities are
    drawn; stock and what was sold are drawn as a whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.replenish.exception.kind"]._of(cls.company).is_on = True
        cls.customer.write({"vat": "XX1234567"})
        cls.vendor.write({"vat": "XX1234567"})
        cls.loss = cls.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", cls.company.id)], limit=1
        )
        shelf = cls.stock.create({"name": "Shelf", "location_id": cls.stock.id})
        cls.places = cls.stock | cls.branch.lot_stock_id | shelf
        cls.make_masters()
        cls.make_rules()
        cls.documents = cls.make_documents()

    @classmethod
    def make_masters(cls):
        cls.products = cls.env["product.product"].concat(
            *(cls.make_product(f"Item {number}") for number in range(PRODUCTS - 2)),
            cls.make_product("Perishable", tracking="lot", use_expiration_date=True),
            cls.make_product(
                "Made", vendor=False, route_ids=[Command.set(cls.manufacture.ids)]
            ),
        )
        cls.products[:2].default_code = "TWICE"
        cls.make_price(cls.products[0], cls.customer)
        cls.make_bom(cls.products[-1], {cls.products[2]: 2}, produce_delay=2)
        cls.lot = cls.env["stock.lot"].create(
            {
                "name": "LOT",
                "product_id": cls.products[-2].id,
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def make_rules(cls):
        policies = (cls.reorder_point, cls.just_in_time, None)
        rules = [
            cls.make_orderpoint(
                item,
                policies[number % 3],
                product_min_qty=0 if policies[number % 3] else 20,
            )
            for number, item in enumerate(cls.products)
        ]
        rules += [
            cls.make_orderpoint(
                item, cls.reorder_point, cls.branch, route_id=cls.route.id
            )
            for item in cls.products[:4]
        ]
        rules.append(
            cls.make_orderpoint(
                cls.products[0], location_id=cls.warehouse.view_location_id.id
            )
        )
        cls.rules = rules[0].concat(*rules)

    @classmethod
    def make_documents(cls):
        """Return open documents, whose days and quantities are drawn later."""
        orders = [cls.make_quotation(item, 5) for item in cls.products[:7]]
        for order in orders[:5]:
            order.button_confirm()
        productions = cls.env["mrp.production"].create(
            [{"product_id": cls.products[-1].id, "product_qty": qty} for qty in (5, 7)]
        )
        productions[0].action_confirm()
        transit = cls.company.internal_transit_location_id
        transfers = []
        for item in cls.products[:3]:
            pickings = cls.env["stock.picking"]
            for source, target in (
                (cls.stock, transit),
                (transit, cls.branch.lot_stock_id),
            ):
                move = {
                    "name": "Transfer",
                    "product_id": item.id,
                    "product_uom_qty": 5,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_orig_ids": [Command.set(pickings.move_ids.ids)],
                    "procure_method": "make_to_order" if pickings else "make_to_stock",
                }
                pickings += pickings.create(
                    {
                        "picking_type_id": cls.warehouse.int_type_id.id,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                        "move_ids": [Command.create(move)],
                    }
                )
            pickings.action_confirm()
            transfers.append(pickings)
        return [*orders, *productions, *transfers]

    # --- building what was drawn ---

    def insert(self, table, **values):
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )

    def put(self, rows, **values):
        """Write columns of rows as they are."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s)",
                SQL.identifier(rows._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value)
                    for name, value in values.items()
                ),
                rows.ids,
            )
        )

    def build(self, world):
        self.put(self.lot, expiration_date=self.day(world["expires"]))
        for item, place, amount, age in world["quants"]:
            item, place = self.products[item], self.places[place]
            lot = self.lot if item.tracking == "lot" else self.lot.browse()
            self.insert(
                "stock_quant",
                product_id=item.id,
                company_id=self.company.id,
                location_id=place.id,
                quantity=amount,
                reserved_quantity=0,
                lot_id=lot.id or None,
                in_date=self.day(-age),
                removal_date=self.day(world["expires"]) if lot else None,
            )
        ways = {
            "sold": (self.stock, self.customers),
            "received": (self.suppliers, self.stock),
            "counted": (self.stock, self.loss),
        }
        for item, way, amount, age in world["moves"]:
            self.insert_move(item, ways[way], amount, -age, "done", way == "counted")
        for item, amount, day in world["booked"]:
            self.insert_move(item, ways["sold"], amount, day, "confirmed", False)
        for document, drawn in zip(self.documents, world["documents"], strict=True):
            self.redraw(document, *drawn)
        if world["old_rules"]:
            self.put(self.rules, create_date=self.day(-300))
        self.env.invalidate_all()

    def insert_move(self, item, places, amount, day, state, is_inventory):
        item = self.products[item]
        self.insert(
            "stock_move",
            name="drawn",
            company_id=self.company.id,
            product_id=item.id,
            product_uom=item.uom_id.id,
            product_uom_qty=amount,
            product_qty=amount,
            quantity=amount,
            location_id=places[0].id,
            location_dest_id=places[1].id,
            procure_method="make_to_stock",
            state=state,
            date=self.day(day),
            is_inventory=is_inventory,
        )

    def redraw(self, document, day, amount, state):
        """Give a document a day and a quantity; have it begun or cancelled."""
        moment = self.day(day)
        moves, pickings = self.env["stock.move"], self.env["stock.picking"]
        if document._name == "purchase.order":
            values = {"product_qty": amount, "product_uom_qty": amount}
            lines = document.order_line
            pickings = document.picking_ids
            moves = pickings.move_ids
            if state == "gone":
                values["state"] = "cancel"
                self.put(document, state="cancel")
            self.put(lines, date_planned=moment, **values)
        elif document._name == "mrp.production":
            moves = document.move_finished_ids
            self.put(
                document,
                product_qty=amount,
                date_start=moment - timedelta(days=2),
                date_finished=moment,
                state="cancel" if state == "gone" else document.state,
            )
        else:
            pickings, moves = document, document.move_ids
        values = {"state": "cancel"} if state == "gone" else {}
        self.put(pickings, scheduled_date=moment, **values)
        self.put(
            moves,
            date=moment,
            product_uom_qty=amount,
            product_qty=amount,
            picked=state == "begun",
            **values,
        )

    # --- looking ---

    def stored(self):
        """Return what is stored of exceptions, and where: written anew it moves."""
        self.env.flush_all()
        stored = []
        for table in ("exception", "exception_episode"):
            self.env.cr.execute(
                SQL(
                    "SELECT ctid::text, to_json(t) FROM %s t ORDER BY id",
                    SQL.identifier(f"stock_replenish_{table}"),
                )
            )
            stored += self.env.cr.fetchall()
        self.env.cr.execute(
            "SELECT count(*) FROM mail_message WHERE model = %s",
            ["stock.replenish.exception"],
        )
        return stored + self.env.cr.fetchall()

    def check(self, world):
        self.build(world)
        self.plan(self.rules)
        self.scan()
        found = self.live()
        for row, put_aside in zip(found, world["aside"], strict=False):
            if put_aside:
                getattr(row, put_aside)(*ASIDE[put_aside])
        before = self.stored()
        for products in ((), self.products[::2]):
            self.scan(*products)
            self.assertEqual(self.stored(), before)
        self.found.update(found.mapped("kind"))

    def test_a_scan_after_a_scan_changes_nothing(self):
        self.found = set()
        self.check_draws(NOW, 5, world=worlds)
        kinds = {kind for kind, _label in self.Exception._kinds()} - NOT_LOOKED_FOR
        self.assertGreater(len(self.found), 14, f"never: {kinds - self.found}")
