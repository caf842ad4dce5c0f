from odoo import Command

from .common_supply import SupplyCommon


class KpiMastersCommon(SupplyCommon):
    """Two companies far from one another, and goods they keep in different units."""

    @classmethod
    def make_abroad(cls):
        """Return a company at the other end of the world, with money of its own."""
        main = cls.company._get_main_company()
        krone = cls.env["res.currency"].create({"name": "TKR", "symbol": "T"})
        for day, rate in (("2026-01-01", 4), ("2026-03-10", 5)):
            cls.env["res.currency.rate"].create(
                {
                    "currency_id": krone.id,
                    "company_id": main.id,
                    "name": day,
                    "rate": rate,
                }
            )
        main.currency_id.rate_ids.unlink()
        abroad = cls.env["res.company"].create(
            {"name": "Down Under", "currency_id": krone.id}
        )
        abroad.partner_id.tz = "Pacific/Auckland"
        return abroad

    @classmethod
    def make_items(cls):
        """Goods, each of a family of its own; a kit, and what is not kept in stock."""

        def make(name, uom, cost, **values):
            family = cls.env["product.category"].create({"name": name})
            product = cls.make_product(
                name,
                categ_id=family.id,
                uom_id=uom.id,
                uom_po_id=uom.id,
                route_ids=[],
                **values,
            )
            for company, price in ((cls.company, cost), (cls.abroad, 3 * cost)):
                product.with_company(company).standard_price = price
            return product

        cls.goods = cls.env["product.product"].concat(
            make("Drill", cls.unit, 10), make("Egg", cls.dozen, 2.4)
        )
        cls.paint = make("Paint", cls.dozen, 7)
        cls.kit = make("Kit", cls.unit, 0)
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": 2,
                            "product_uom_id": cls.unit.id,
                        }
                    )
                    for product in cls.goods
                ],
            }
        )
        cls.others = cls.env["product.product"].concat(
            make("Screw", cls.unit, 1, type="consu"),
            make("Advice", cls.unit, 1, type="service"),
        )
