"""What a unit costs, for many rows at once."""

from math import inf

from odoo.tools import SQL


def unit_cost(env, orderpoint="o"):
    """Return (join, expression) of the standard cost of an orderpoint's product.

    In the currency of the orderpoint's company; what is negative or not a number
    counts as not known: 0. The caller has flushed what it changed of costs.

    :param str orderpoint: alias of stock_warehouse_orderpoint in the query
    """
    field = env["ir.model.fields"]._get("product.product", "standard_price")
    row = SQL.identifier(orderpoint)
    join = SQL(
        """LEFT JOIN ir_property cost ON cost.fields_id = %s
               AND cost.company_id = %s.company_id
               AND cost.res_id = 'product.product,' || %s.product_id""",
        field.id,
        row,
        row,
    )
    expression = SQL(
        """CASE WHEN cost.value_float > 0 AND cost.value_float < 'Infinity'
                THEN cost.value_float ELSE 0 END"""
    )
    return join, expression


def unit_costs(company, products):
    """Return {product id: standard cost of a unit} in a company's currency.

    What is negative or not a number counts as not known: 0.

    :param list products: ids
    """
    costs = (
        company.env["ir.property"]
        .sudo()
        .with_company(company)
        ._get_multi("standard_price", "product.product", products)
    )
    return {
        product: cost if cost and 0 < cost < inf else 0.0
        for product, cost in costs.items()
    }


def every_cost(company):
    """Return a query of the standard cost of all products in a company's currency:
    product_id, cost.

    In the database, for sums over all there is. What is negative counts as 0.
    """
    name = "standard_price"
    properties = company.env["ir.property"].sudo().with_company(company)
    return SQL(
        """
        SELECT pp.id AS product_id, GREATEST(COALESCE(own.cost, %(default)s), 0) AS cost
        FROM product_product pp
        LEFT JOIN (
            SELECT split_part(p.res_id, ',', 2)::int AS product_id,
                   COALESCE(
                       MAX(p.value_float) FILTER (WHERE p.company_id = %(company)s),
                       MAX(p.value_float)) AS cost
            FROM ir_property p
            WHERE p.fields_id = %(field)s AND p.res_id IS NOT NULL
              AND (p.company_id = %(company)s OR p.company_id IS NULL)
            GROUP BY p.res_id
        ) own ON own.product_id = pp.id
        """,
        # Of a product that has none of its own.
        default=properties._get_multi(name, "product.product", [0])[0] or 0.0,
        field=company.env["ir.model.fields"]._get("product.product", name).id,
        company=company.id,
    )
