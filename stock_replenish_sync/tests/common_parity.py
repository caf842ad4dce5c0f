from datetime import timedelta

from odoo import Command
from odoo.tools import SQL

from . import parity_strategies as drawn
from .common_access import new_user
from .common_supply import SupplyCommon

GROUPS = ",".join(
    (
        "stock.group_stock_manager",
        "purchase.group_purchase_user",
        "mrp.group_mrp_user",
        "stock_replenish_sync.group_replenish_planner",
    )
)
NOW = "2025-03-12 10:00:00"


class ParityCommon(SupplyCommon):
    """Two companies and three warehouses, filled with what hypothesis draws."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.other = env["res.company"].create({"name": "Other Parity Company"})
        env.user.company_ids |= cls.other
        cls.env = env = env(
            context=dict(
                env.context, allowed_company_ids=[cls.company.id, cls.other.id]
            )
        )
        cls.user = new_user(env, "parity", GROUPS, cls.company)
        cls.user.company_ids |= cls.other
        cls.branch, cls.resupply = cls.make_branch()
        cls.branch.write(
            {
                "reception_steps": "three_steps",
                "delivery_steps": "pick_pack_ship",
                "manufacture_steps": "pbm_sam",
            }
        )
        cls.abroad = env["stock.warehouse"].search(
            [("company_id", "=", cls.other.id)], limit=1
        )
        cls.warehouses = cls.warehouse | cls.branch | cls.abroad
        shelf, deeper = env["stock.location"].create(
            [
                {"name": "Shelf", "location_id": cls.stock.id},
                {"name": "Bin", "location_id": cls.branch.lot_stock_id.id},
            ]
        )
        # The first of them have rules.
        cls.places = cls.stock.browse(
            [
                cls.stock.id,
                cls.branch.lot_stock_id.id,
                cls.abroad.lot_stock_id.id,
                shelf.id,
                deeper.id,
                cls.customers.id,
                cls.suppliers.id,
            ]
        )
        cls.policy = cls.make_policy("min_max")
        cls._make_products()

    @classmethod
    def _make_products(cls):
        units = [cls.env.ref(f"uom.product_uom_{name}") for name in ("dozen", "kgm")]
        variants = cls.make_variants("Variants", route_ids=False)
        values = [{"uom_id": unit.id, "uom_po_id": unit.id} for unit in units]
        values += [{}] * (drawn.PRODUCTS - 4)
        parts = [{}, {}, {"uom_id": units[1].id, "uom_po_id": units[1].id}]
        simple = [
            cls.make_product(
                f"Item {number}", vendor=False, **{"route_ids": False, **more}
            )
            for number, more in enumerate(values + parts)
        ]
        cls.items = variants.concat(*simple)
        cls.dozen = units[0]
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.vendors = cls.vendor | cls.vendor.copy()

    # --- building what was drawn ---

    def build(self, world):
        """Return the rules of a drawn world, built with everything around them."""
        self.routes = {
            "buy": self.buy,
            "manufacture": self.manufacture,
            "order": self.warehouse.mto_pull_id.route_id,
            "resupply": self.resupply,
            "back": self.resupply,
        }
        if world["back"]:
            self.routes["back"] = self.make_loop(self.stock, self.branch.lot_stock_id)
        if world["no_buying"]:
            self.buy.rule_ids.filtered(
                lambda rule: rule.warehouse_id == self.abroad
            ).active = False
        if world["visibility"]:
            self.env["ir.config_parameter"].set_param(
                "stock.visibility_days", str(world["visibility"])
            )
        self.company.write(world["company"])
        self.bills = self.env["mrp.bom"]
        kits = self.env["mrp.bom"]
        for number, masters in enumerate(world["masters"]):
            kits |= self._build_product(self.items[number], masters)
        self.rows = self._build_rows(world["rows"])
        self._insert_moves(world["moves"])
        self._insert_quants(world["quants"])
        for quotation in world["quotations"]:
            self._build_quotation(quotation)
        for production in world["productions"]:
            self._build_production(production)
        self.env.flush_all()
        # Core forbids these once there are rules, but not the other way round by an
        # import; archiving would archive the rules.
        self._set("mrp_bom", "type", "phantom", kits.ids)
        for number, masters in enumerate(world["masters"]):
            product = self.items[number]
            if masters["archived"]:
                self._set("product_product", "active", False, product.ids)
            if masters["kind"] != "product":
                template = product.product_tmpl_id
                self._set("product_template", "type", masters["kind"], template.ids)
        self.env.invalidate_all()
        return self.rows

    def _set(self, table, column, value, ids):
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                SQL.identifier(table),
                SQL.identifier(column),
                value,
                list(ids),
            )
        )

    def _build_product(self, product, masters):
        """Give a product routes, vendors and bills; return the bills to become kits."""
        template = product.product_tmpl_id
        template.route_ids |= self.env["stock.route"].concat(
            *(self.routes[name] for name in masters["routes"])
        )
        if masters["category"]:
            template.categ_id = self.env["product.category"].create(
                {
                    "name": "Parity",
                    "route_ids": [Command.set(self.routes[masters["category"]].ids)],
                }
            )
        for vendor in masters["vendors"]:
            self.make_price(
                product,
                self.vendors[vendor["vendor"]],
                delay=vendor["delay"],
                min_qty=vendor["min_qty"],
                price=vendor["price"],
                company_id=vendor["elsewhere"] and self.other.id,
                date_end=vendor["ended"] and "2025-03-01",
                product_id=vendor["of_variant"] and product.id,
            )
        kits = self.env["mrp.bom"]
        for bill in masters["bills"]:
            made = self.make_bom(
                product,
                {
                    self.items[drawn.PRODUCTS + part]: quantity
                    for part, quantity in bill["parts"]
                },
                product_qty=bill["quantity"],
                product_uom_id=product.uom_id.id,
                product_id=bill["of_variant"] and product.id,
                company_id=not bill["any_company"] and self.company.id,
                produce_delay=bill["produce_delay"],
                days_to_prepare_mo=bill["days_to_prepare_mo"],
            )
            self.bills |= made
            if bill["kit"]:
                kits |= made
        return kits

    def _build_rows(self, drawn_rows):
        values = []
        for row in drawn_rows:
            product, place = self.items[row["product"]], self.places[row["place"]]
            prices = product.seller_ids.filtered(
                lambda price, place=place: price.company_id <= place.company_id
            )
            bills = product.bom_ids.filtered(
                lambda bill, place=place: bill.company_id <= place.company_id
            )
            manual = row["trigger"] == "manual"
            values.append(
                {
                    "name": f"Row {row['product']}/{row['place']}",
                    "product_id": product.id,
                    "location_id": place.id,
                    "warehouse_id": place.warehouse_id.id,
                    "company_id": place.company_id.id,
                    "trigger": row["trigger"],
                    "snoozed_until": manual and row["snoozed"] and "2025-04-01",
                    "route_id": row["route"] and self.routes[row["route"]].id,
                    "supplier_id": row["vendor"] and prices[-1:].id,
                    "bom_id": row["bill"] and bills[-1:].id,
                    "policy_id": row["policy"] and self.policy.id,
                    **{
                        name: row[name]
                        for name in (
                            "product_min_qty",
                            "product_max_qty",
                            "qty_multiple",
                            "purchase_visibility_days",
                            "manufacturing_visibility_days",
                        )
                    },
                }
            )
        # Two companies' rules in one call.
        return self.env["stock.warehouse.orderpoint"].create(values)

    def _insert_moves(self, moves):
        """Insert moves as they are: those of the past change no stock."""
        for move in moves:
            source, destination = (
                self.places[move["source"]],
                self.places[move["destination"]],
            )
            product = self.items[move["product"]]
            day = (self.day(move["day"])).date()
            self._insert(
                "stock_move",
                name="parity",
                company_id=(source.company_id or destination.company_id or self.company)
                .ensure_one()
                .id,
                product_id=product.id,
                product_uom=product.uom_id.id,
                product_uom_qty=move["quantity"],
                product_qty=move["quantity"],
                quantity=move["quantity"],
                location_id=source.id,
                location_dest_id=destination.id,
                procure_method="make_to_stock",
                state=move["state"],
                restrict_partner_id=self.customer.id if move["owner"] else None,
                date=f"{day} {move['hour']}",
            )

    def _insert_quants(self, quants):
        for quant in quants:
            product, place = self.items[quant["product"]], self.places[quant["place"]]
            lot = None
            if quant["lot"]:
                days = 300 if quant["lot"] == "fresh" else -300
                values = {"name": str(self._number()), "product_id": product.id}
                if "expiration_date" in self.env["stock.lot"]._fields:
                    values["expiration_date"] = self.day(0) + timedelta(days=days)
                values["company_id"] = (place.company_id or self.company).id
                lot = self.env["stock.lot"].create(values).id
            self._insert(
                "stock_quant",
                product_id=product.id,
                company_id=place.company_id.id or None,
                location_id=place.id,
                quantity=quant["quantity"],
                reserved_quantity=quant["reserved"],
                lot_id=lot,
                owner_id=self.customer.id if quant["owner"] else None,
                in_date=NOW,
            )

    def _number(self):
        self.env.cr.execute("SELECT nextval('stock_quant_id_seq')")
        return self.env.cr.fetchone()[0]

    def _insert(self, table, **values):
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        return self.env.cr.fetchone()[0]

    def _build_quotation(self, drawn_line):
        product = self.items[drawn_line["product"]]
        warehouse = self.warehouses[drawn_line["warehouse"]]
        row = self.rows.browse()
        if drawn_line["row"] is not None:
            row = self.rows[drawn_line["row"] % len(self.rows)]
            product = row.product_id
        in_dozens = drawn_line["dozens"] and product.uom_id == self.unit
        order = self.make_quotation(
            product, drawn_line["quantity"], warehouse=warehouse, orderpoint_id=row.id
        )
        if drawn_line["again"]:
            order.order_line.copy({"order_id": order.id})
        lines = order.order_line
        if in_dozens:
            lines.product_uom = self.dozen
        if drawn_line["for_move"]:
            move = self._insert(
                "stock_move",
                name="made to order",
                company_id=warehouse.company_id.id,
                product_id=product.id,
                product_uom=product.uom_id.id,
                product_uom_qty=1,
                product_qty=1,
                location_id=warehouse.lot_stock_id.id,
                location_dest_id=self.customers.id,
                procure_method="make_to_order",
                state="draft",
                date=NOW,
            )
            lines[:1].move_dest_ids = self.env["stock.move"].browse(move)
        self.env.flush_all()
        self._set("purchase_order", "state", drawn_line["state"], order.ids)
        self._set("purchase_order_line", "state", drawn_line["state"], lines.ids)

    def _build_production(self, drawn_order):
        row = self.rows[drawn_order["row"] % len(self.rows)]
        bills = self.bills.filtered(
            lambda bill: bill.product_tmpl_id == row.product_id.product_tmpl_id
        )
        if not bills:
            return
        bill = bills[drawn_order["bill"] % len(bills)]
        product = row.product_id
        in_dozens = drawn_order["dozens"] and product.uom_id == self.unit
        kind = row.warehouse_id.manu_type_id
        self._insert(
            "mrp_production",
            name=f"MO {self._number()}",
            product_id=product.id,
            product_uom_id=(self.dozen if in_dozens else product.uom_id).id,
            product_qty=drawn_order["quantity"],
            bom_id=bill.id,
            orderpoint_id=row.id if drawn_order["linked"] else None,
            picking_type_id=kind.id,
            location_src_id=row.location_id.id,
            location_dest_id=row.location_id.id,
            company_id=row.company_id.id,
            consumption="flexible",
            state=drawn_order["state"],
            date_start=NOW,
        )
