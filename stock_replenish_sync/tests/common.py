from contextlib import closing, nullcontext
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.sql_db import Cursor

from odoo.addons.base.tests.common import BaseCommon

from . import prepared


class ReplenishCommon(BaseCommon):
    """A company of its own with one warehouse, and factories for what tests need.

    Days are counted from the company's today; tests that depend on the calendar
    freeze it.
    """

    COMPANY = prepared.PLAIN

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = prepared.company(cls.env, cls.COMPANY)
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
            }
        )
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=[cls.company.id])
        )
        cls.company = cls.company.with_env(cls.env)
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.buy = cls.env.ref("purchase_stock.route_warehouse0_buy")
        cls.manufacture = cls.env.ref("mrp.route_warehouse0_manufacture")
        cls.vendor = cls.env["res.partner"].create({"name": "Reliable Vendor"})
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})
        cls.Run = cls.env["stock.replenish.run"]
        cls.Suggestion = cls.env["stock.replenish.suggestion"]

    # --- masters ---

    @classmethod
    def make_product(cls, name="Product", vendor=True, delay=7, **values):
        """Return a storable product that is bought, unless `vendor` is False."""
        values.setdefault("route_ids", [Command.set(cls.buy.ids)])
        product = cls.env["product.product"].create(
            {"name": name, "type": "product", "standard_price": 10.0, **values}
        )
        if vendor:
            cls.make_price(product, delay=delay)
        return product

    @classmethod
    def make_price(cls, product, vendor=None, delay=7, **values):
        """Return a vendor price of a product."""
        return cls.env["product.supplierinfo"].create(
            {
                "partner_id": (vendor or cls.vendor).id,
                "product_tmpl_id": product.product_tmpl_id.id,
                "delay": delay,
                "price": 9.0,
                **values,
            }
        )

    @classmethod
    def make_policy(cls, method="reorder_point", **values):
        """Return a policy with parameters that are easy to follow by hand.

        No safety stock, lots of a fixed size for reorder points, agreed lead times.
        """
        defaults = {
            "name": f"Test {method}",
            "method": method,
            "service_kind": "none",
            "lead_time_source": "contract",
            "tolerance": 0.0,
            "max_days_of_supply": 0.0,
        }
        if method == "reorder_point":
            defaults.update(lot_method="fixed", lot_quantity=20)
        return cls.env["stock.replenish.policy"].create({**defaults, **values})

    @classmethod
    def make_orderpoint(cls, product, policy=None, warehouse=None, **values):
        """Return an orderpoint, governed by hand if a policy is given."""
        warehouse = warehouse or cls.warehouse
        return cls.env["stock.warehouse.orderpoint"].create(
            {
                "name": f"OP/{product.name}",
                "product_id": product.id,
                "warehouse_id": warehouse.id,
                "location_id": warehouse.lot_stock_id.id,
                "company_id": warehouse.company_id.id,
                "policy_id": policy.id if policy else False,
                **values,
            }
        )

    # --- stock and history ---

    @classmethod
    def set_stock(cls, product, quantity, location=None, **values):
        """Put a quantity on hand, without a move."""
        cls.env["stock.quant"]._update_available_quantity(
            product, location or cls.stock, quantity, **values
        )

    @classmethod
    def day(cls, days):
        """Return noon, UTC, of a day counted from today."""
        return cls.company._replenish_noon(
            cls.company._replenish_today() + timedelta(days=days)
        )

    @classmethod
    def past_move(cls, product, quantity, day, source=None, destination=None, **values):
        """Return a done move of a past day; stock on hand does not change."""
        move = cls.env["stock.move"].create(
            {
                "name": "history",
                "product_id": product.id,
                "product_uom": product.uom_id.id,
                "product_uom_qty": quantity,
                "location_id": (source or cls.stock).id,
                "location_dest_id": (destination or cls.customers).id,
                "company_id": cls.company.id,
                **values,
            }
        )
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE stock_move SET state = 'done', quantity = %s, date = %s "
            "WHERE id = %s",
            [quantity, cls.day(day), move.id],
        )
        move.invalidate_recordset()
        return move

    @classmethod
    def past_demand(cls, product, weekly, weeks=20):
        """Ship a quantity once a week in the past."""
        for week in range(weeks):
            cls.past_move(product, weekly, -3 - 7 * week)

    @classmethod
    def sell(cls, product, quantity, day=0):
        """Return a confirmed delivery of a coming (or past: overdue) day."""
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": cls.warehouse.out_type_id.id,
                "location_id": cls.stock.id,
                "location_dest_id": cls.customers.id,
                "partner_id": cls.customer.id,
                "scheduled_date": cls.day(day),
                "move_ids": [
                    Command.create(
                        {
                            "name": product.name,
                            "product_id": product.id,
                            "product_uom": product.uom_id.id,
                            "product_uom_qty": quantity,
                            "location_id": cls.stock.id,
                            "location_dest_id": cls.customers.id,
                            "date": cls.day(day),
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    # --- runs ---

    @classmethod
    def plan(cls, *orderpoints):
        """Plan these orderpoints now."""
        rows = cls.env["stock.warehouse.orderpoint"].concat(*orderpoints)
        cls.env.flush_all()
        return cls.Run._plan_rows(rows)

    @classmethod
    def order(cls):
        """Let the ordering run do what is due."""
        cls.env.flush_all()
        return cls.Run._cron_order()

    @classmethod
    def purchase_lines(cls, product):
        """Return all purchase lines of a product that are not cancelled."""
        return cls.env["purchase.order.line"].search(
            [("product_id", "=", product.id), ("state", "!=", "cancel")], order="id"
        )

    # --- cost ---

    def queries_of(self, call, undone=False):
        """Return how many statements a call takes, COPY and what it leaves to write
        included, when nothing is in the cache of records.

        The least of two: what one of them reads into a cache that is nobody's row is
        none of its cost, and who emptied that cache before is not known.

        :param bool undone: take back what the call did, so that each does the same
        """
        return min(self._statements(call, undone) for _time in range(2))

    def _statements(self, call, undone):
        cr = self.env.cr
        copied = []
        copy = cr.copy_expert

        def copy_expert(_cursor, query, *args, **options):
            copied.append(query)
            return copy(query, *args, **options)

        cr.flush()
        with closing(cr.savepoint()) if undone else nullcontext():
            self.env.invalidate_all()
            with patch.object(Cursor, "copy_expert", copy_expert, create=True):
                before = cr.sql_log_count
                call()
                cr.flush()
                return cr.sql_log_count - before + len(copied)

    def open_suggestions(self, orderpoint):
        """Return what is proposed or held for an orderpoint, soonest first."""
        return self.Suggestion.search(
            [
                ("orderpoint_id", "=", orderpoint.id),
                ("state", "in", ("proposed", "held")),
            ]
        )

    @staticmethod
    def now():
        return fields.Datetime.now()
