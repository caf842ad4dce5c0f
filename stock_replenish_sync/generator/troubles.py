"""What goes wrong in life, one function each, so that exceptions have something to
find.
"""

from odoo import Command

from . import bulk


def create_troubles(world):
    """Create every trouble; each gets an external id `demo_trouble_<name>`."""
    records = {}
    for trouble in (
        no_vendor,
        archived_route,
        zero_lead_time,
        negative_stock,
        wrong_unit,
        archived_product_with_stock,
        duplicate_vendor,
    ):
        record = trouble(world)
        if record:
            records[f"demo_trouble_{trouble.__name__}"] = record
    bulk.remember(world.env, records)
    return records


def _product(world, name, code, cost, sellers=()):
    category = next(
        row.record.categ_id for row in world.products if row.family.code == "HT"
    )
    product = world.env["product.product"].create(
        {
            "name": name,
            "default_code": code,
            "detailed_type": "product",
            "categ_id": category.id,
            "list_price": cost * 1.6,
            "route_ids": [
                Command.set(world.env.ref("purchase_stock.route_warehouse0_buy").ids)
            ],
            "seller_ids": [Command.create(seller) for seller in sellers],
        }
    )
    for company in world.companies.values():
        product.with_company(company).standard_price = cost
    return product


def _rule(world, product, warehouse, minimum, maximum, **values):
    """Create a rule with a policy set by hand: Odoo's own rule would not complain."""
    place = world.warehouses[warehouse]
    return world.env["stock.warehouse.orderpoint"].create(
        {
            "product_id": product.id,
            "warehouse_id": place.id,
            "location_id": place.lot_stock_id.id,
            "company_id": place.company_id.id,
            "product_min_qty": minimum,
            "product_max_qty": maximum,
            "policy_id": world.policies["b_items"].id,
            "policy_source": "manual",
            **values,
        }
    )


def _move(world, product, source, destination, quantity, company):
    """Make a done stock move, as an inventory count or a hasty delivery would."""
    move = world.env_of(company)["stock.move"].create(
        {
            "name": product.display_name,
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "product_uom_qty": quantity,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": company.id,
        }
    )
    move._action_confirm(merge=False)
    move.quantity = quantity
    move.picked = True
    move._action_done()
    return move


def _sellers(world, code):
    product = next(
        (row.record for row in world.products if row.record.default_code == code), None
    )
    return (
        product.seller_ids if product is not None else world.env["product.supplierinfo"]
    )


def no_vendor(world):
    """A rule buys a product that nobody sells."""
    product = _product(world, "Anvil, vendor unknown", "TR-001", 85)
    _rule(world, product, "hub", 5, 10)
    return product


def archived_route(world):
    """A rule names a route that was closed afterwards."""
    company = world.companies["group"]
    route = world.env["stock.route"].create(
        {
            "name": "Old lane to East (closed)",
            "product_selectable": True,
            "company_id": company.id,
        }
    )
    vendor = {
        "partner_id": world.vendors["atlas"].id,
        "price": 12,
        "delay": 7,
        "company_id": company.id,
    }
    product = _product(world, "Folding Rule", "TR-002", 12, [vendor])
    orderpoint = _rule(world, product, "east", 8, 20, route_id=route.id)
    route.active = False
    return orderpoint


def zero_lead_time(world):
    """A vendor price was entered without a delay."""
    sellers = _sellers(world, "HT-002")
    sellers.delay = 0
    return sellers[:1]


def negative_stock(world):
    """More was delivered than the books had."""
    company = world.companies["americas"]
    vendor = {
        "partner_id": world.vendors["juno"].id,
        "price": 9,
        "delay": 8,
        "company_id": company.id,
    }
    product = _product(world, "Chalk Line", "TR-003", 9, [vendor])
    place = world.warehouses["boston"]
    _move(
        world,
        product,
        place.lot_stock_id,
        world.env.ref("stock.stock_location_customers"),
        7,
        company,
    )
    return _rule(world, product, "boston", 4, 12)


def wrong_unit(world):
    """The vendor's price is per piece, the purchase unit is a dozen: orders cost a
    twelfth of the truth.
    """
    sellers = _sellers(world, "FA-002")
    for seller in sellers:
        seller.price = seller.price / 12
    return sellers[:1]


def archived_product_with_stock(world):
    """A product was archived (and its rule with it) while stock is left."""
    company = world.companies["group"]
    product = _product(world, "Brass Plumb Bob", "TR-004", 18)
    place = world.warehouses["hub"]
    loss = product.with_company(company).property_stock_inventory
    _move(world, product, loss, place.lot_stock_id, 23, company)
    _rule(world, product, "hub", 5, 10)
    product.product_tmpl_id.active = False
    return product


def duplicate_vendor(world):
    """The same vendor was entered twice under nearly the same name."""
    original = world.vendors["atlas"]
    original.vat = "DE123456788"
    double = world.env["res.partner"].create(
        {
            "name": "ATLAS Tooling Gmbh.",
            "is_company": True,
            "supplier_rank": 1,
            "country_id": original.country_id.id,
            "vat": original.vat,
            "email": original.email,
        }
    )
    product = next(row for row in world.products if row.vendors.get("group") == "atlas")
    world.env["product.supplierinfo"].create(
        {
            "partner_id": double.id,
            "product_tmpl_id": product.record.product_tmpl_id.id,
            "company_id": world.companies["group"].id,
            "price": product.cost,
            "delay": 9,
            "sequence": 9,
        }
    )
    return double
