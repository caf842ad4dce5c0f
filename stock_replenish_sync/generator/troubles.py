"""What goes wrong in life, one function each, so that exceptions have something to
find.
"""

from . import bulk, single


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
        not_put_away,
        lying_for_long,
    ):
        record = trouble(world)
        if record:
            records[f"demo_trouble_{trouble.__name__}"] = record
    bulk.remember(world.env, records)
    return records


def _sellers(world, code):
    product = next(
        (row.record for row in world.products if row.record.default_code == code), None
    )
    return (
        product.seller_ids if product is not None else world.env["product.supplierinfo"]
    )


def no_vendor(world):
    """A rule buys a product that nobody sells."""
    product = single.product(world, "TR-001", "Anvil, vendor unknown", 85)
    single.rules(world, [(product, "hub", 5, 10, {})])
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
    product = single.product(world, "TR-002", "Folding Rule", 12, "atlas", 7)
    orderpoint = single.rules(world, [(product, "east", 8, 20, {"route_id": route.id})])
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
    product = single.product(world, "TR-003", "Chalk Line", 9, "juno", 8)
    stock = world.warehouses["boston"].lot_stock_id
    customers = world.env.ref("stock.stock_location_customers")
    single.moves(world, company, [(product, stock, customers, 7, 0)])
    return single.rules(world, [(product, "boston", 4, 12, {})])


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
    product = single.product(world, "TR-004", "Brass Plumb Bob", 18)
    stock = world.warehouses["hub"].lot_stock_id
    loss = product.with_company(company).property_stock_inventory
    single.moves(world, company, [(product, loss, stock, 23, 0)])
    single.rules(world, [(product, "hub", 5, 10, {})])
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


def not_put_away(world):
    """A delivery was booked into the input zone, and nobody carried it on."""
    product = single.product(world, "TR-005", "Folding Ladder", 62, "atlas", 7)
    single.rules(world, [(product, "hub", 4, 16, {})])
    order = single.purchase(
        world,
        "hub",
        "atlas",
        [(product, 18, product.uom_id.id, 62)],
        promised=-4,
        ordered=-11,
    )
    arrived = order.order_line.move_ids.filtered(
        lambda move: move.location_id.usage == "supplier"
    )
    single.finish(arrived)
    arrived.date = single.moment(world, -4, 10)
    return order


def lying_for_long(world):
    """Somebody bought far too many of something that nobody asks for any more."""
    company = world.companies["group"]
    product = single.product(world, "TR-006", "Brass Sundial", 95, "garda", 10)
    stock = world.warehouses["north"].lot_stock_id
    loss = product.with_company(company).property_stock_inventory
    single.moves(world, company, [(product, loss, stock, 34, -300)])
    single.rules(world, [(product, "north", 0, 5, {})])
    held = product.stock_quant_ids.filtered(lambda row: row.location_id == stock)
    held.in_date = single.moment(world, -300)
    return product
