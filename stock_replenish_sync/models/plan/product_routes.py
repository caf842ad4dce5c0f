"""SQL of the routes that products have by themselves and by their categories."""

from odoo.tools import SQL

#: Every category with itself and those above it; follows WITH RECURSIVE.
ANCESTRY = SQL(
    """
    ancestry AS (
        SELECT id AS category_id, id AS ancestor_id, parent_id
        FROM product_category
        UNION ALL
        SELECT a.category_id, c.id, c.parent_id
        FROM ancestry a JOIN product_category c ON c.id = a.parent_id
    )
    """
)
#: `route_id` of the template `t`, over :data:`ANCESTRY`; one route may come twice.
ROUTES = SQL(
    """
    SELECT route_id FROM stock_route_product
    WHERE product_id = t.id
    UNION ALL
    SELECT rc.route_id FROM ancestry a
    JOIN stock_route_categ rc ON rc.categ_id = a.ancestor_id
    WHERE a.category_id = t.categ_id
    """
)
