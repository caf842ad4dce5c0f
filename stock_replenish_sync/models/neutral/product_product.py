from collections import defaultdict

from odoo import models

from .memo import Memo


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_rules_from_location(self, location, route_ids=False, seen_rules=False):
        memo = Memo.of(self.env, "rules")
        if not memo or len(self) != 1 or seen_rules:
            return super()._get_rules_from_location(location, route_ids, seen_rules)
        # Of the product, core looks at its routes only.
        routes = self.route_ids | self.categ_id.total_route_ids
        path = memo.once(
            self.env,
            ("rules", location.ids and location.id, _ids(route_ids), routes._ids),
            lambda: super(ProductProduct, self)
            ._get_rules_from_location(location, route_ids)
            .ids,
        )
        return self.env["stock.rule"].browse(path)

    def _select_seller(self, *args, **options):
        memo = Memo.of(self.env, "vendors")
        # As a lead time asks: the same for all rows of a product.
        if not memo or args or options != {"quantity": None}:
            return super()._select_seller(*args, **options)
        seller = memo.once(
            self.env,
            ("vendors", self._ids),
            lambda: super(ProductProduct, self)._select_seller(**options).ids,
        )
        return self.env["product.supplierinfo"].browse(seller)

    def _get_quantity_in_progress(self, location_ids=False, warehouse_ids=False):
        memo = Memo.of(self.env, "quotations")
        # Which lines count depends on all locations asked for together.
        if (
            not memo
            or warehouse_ids
            or len(location_ids or ()) != 1
            or not memo.products.issuperset(self._ids)
        ):
            return super()._get_quantity_in_progress(location_ids, warehouse_ids)

        def read():
            products = self.browse(sorted(memo.products))
            by_location, by_warehouse = super(
                ProductProduct, products
            )._get_quantity_in_progress(location_ids)
            return _by_product(by_location), _by_product(by_warehouse)

        found = memo.once(self.env, ("quotations", *location_ids), read)
        return tuple(
            defaultdict(
                float,
                {
                    (product, place): quantity
                    for product in self._ids
                    for place, quantity in part.get(product, {}).items()
                },
            )
            for part in found
        )


def _ids(records):
    return tuple(records._ids) if records else ()


def _by_product(quantities):
    """Return product id -> place id -> quantity of quantities by (product, place)."""
    result = defaultdict(dict)
    for (product, place), quantity in quantities.items():
        result[product][place] = quantity
    return result
