"""Masters of the volume data: a company with its warehouses and vendors, and many
products.
"""

import numpy as np

from odoo import Command
from odoo.tools import SQL

from . import bulk


class Masters:
    """Company, warehouses and vendors by the ORM; products by multiplying one.

    Products are numbered 0 to `count` - 1: `products`, `templates`, `codes`,
    `category`, `cost` and `vendor` (its number) are arrays by that number.
    """

    def __init__(self, env, count, warehouses, vendors, seed):
        self.env, self.cr = env, env.cr
        self.product_count, self.warehouse_count = count, warehouses
        self.lead_dates, self.seed = vendors, seed
        self._company()
        self._products()

    def product_of(self, items):
        """Return the product number of each item: all products of a warehouse, then the
        next.
        """
        return np.arange(items) % self.product_count

    def warehouse_of(self, items):
        """Return the warehouse number of each item."""
        return np.arange(items) // self.product_count

    def _company(self):
        env = self.env
        number = env["res.company"].search_count([("name", "=like", "Volume %")]) + 1
        values = {"name": f"Volume {number}"}
        if "iap_enrich_auto_done" in env["res.company"]._fields:
            values["iap_enrich_auto_done"] = True
        self.company = env["res.company"].create(values)
        env.ref("base.user_admin").company_ids = [Command.link(self.company.id)]
        env.user.company_ids = [Command.link(self.company.id)]
        self.env = env = env(
            context={**env.context, "allowed_company_ids": self.company.ids}
        )
        self.warehouses = env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)]
        )
        self.warehouses.write({"name": "Place 1", "code": "V1"})
        self.warehouses |= env["stock.warehouse"].create(
            [
                {
                    "name": f"Place {position}",
                    "code": f"V{position}",
                    "company_id": self.company.id,
                }
                for position in range(2, self.warehouse_count + 1)
            ]
        )
        self.vendors = env["res.partner"].create(
            [
                {
                    "name": f"Volume Vendor {position}",
                    "is_company": True,
                    "supplier_rank": 1,
                }
                for position in range(1, self.lead_dates + 1)
            ]
        )

    def _products(self):
        env, count = self.env, self.product_count
        parent = env["product.category"].create({"name": f"Volume {self.company.id}"})
        categories = env["product.category"].create(
            [
                {"name": f"Volume family {number}", "parent_id": parent.id}
                for number in range(1, 21)
            ]
        )
        model = env["product.product"].create(
            {
                "name": "Volume",
                "default_code": "VOLUME",
                "detailed_type": "product",
                "categ_id": categories[0].id,
                "company_id": self.company.id,
            }
        )
        env.flush_all()
        self.templates = bulk.reserve_ids(self.cr, "product_template", count)
        self.products = bulk.reserve_ids(self.cr, "product_product", count)
        self.category = np.array(categories.ids)[np.arange(count) % len(categories)]
        codes = [f"V{self.company.id}-{number:06d}" for number in range(1, count + 1)]
        self.codes = np.array(codes, object)
        self.cr.execute(
            "CREATE TEMP TABLE replenish_volume"
            " (template int, product int, category int, code varchar) ON COMMIT DROP"
        )
        rows = zip(
            self.templates.tolist(),
            self.products.tolist(),
            self.category.tolist(),
            codes,
            strict=True,
        )
        bulk.copy_text(
            self.cr,
            "replenish_volume",
            ["template", "product", "category", "code"],
            "".join("\t".join(map(str, row)) + "\n" for row in rows),
        )
        bulk.multiply(
            self.cr,
            "product_template",
            model.product_tmpl_id.id,
            "replenish_volume",
            {
                "id": "template",
                "categ_id": "category",
                "default_code": "code",
                "name": "jsonb_build_object('en_US', code)",
            },
        )
        bulk.multiply(
            self.cr,
            "product_product",
            model.id,
            "replenish_volume",
            {"id": "product", "product_tmpl_id": "template", "default_code": "code"},
        )
        self.cr.execute(
            SQL(
                "INSERT INTO stock_route_product (product_id, route_id)"
                " SELECT template, route_id FROM replenish_volume"
                " JOIN stock_route_product ON product_id = %s",
                model.product_tmpl_id.id,
            )
        )
        self.cr.execute("DROP TABLE replenish_volume")
        model.product_tmpl_id.unlink()
        self._prices(count)

    def _prices(self, count):
        """Standard prices and one vendor price each; the vendor decides the
        lead time.
        """
        env = self.env
        rng = np.random.default_rng([self.seed, 90])
        self.cost = np.round(rng.lognormal(2.3, 1.0, count), 2) + 0.05
        self.delay = np.arange(1, self.lead_dates + 1)
        self.vendor = rng.permutation(np.arange(count) % self.lead_dates)
        field = env["ir.model.fields"]._get("product.product", "standard_price")
        bulk.insert(
            env["ir.property"],
            count,
            {
                "name": "standard_price",
                "fields_id": field.id,
                "company_id": self.company.id,
                "res_id": [
                    f"product.product,{product}" for product in self.products.tolist()
                ],
                "value_float": self.cost,
                "type": "float",
            },
        )
        bulk.insert(
            env["product.supplierinfo"],
            count,
            {
                "partner_id": np.array(self.vendors.ids)[self.vendor],
                "product_tmpl_id": self.templates,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
                "price": self.cost,
                "min_qty": 0.0,
                "delay": self.vendor + 1,
                "sequence": 1,
            },
        )
