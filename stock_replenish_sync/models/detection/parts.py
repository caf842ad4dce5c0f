"""Parts of queries that several kinds of exceptions have in common."""

from odoo.tools import SQL

from ...planning.datatypes import PolicyParams


def rule_at(product, warehouse, first=None):
    """Return a join of the rule `o` of a product in a warehouse, NULLs without one.

    Of several, that for the whole warehouse comes first.

    :param SQL product: expression of the product's id; so is `warehouse`
    :param SQL first: id of the rule that comes before all others, if it is one of them
    """
    return SQL(
        """LEFT JOIN LATERAL (
               SELECT rule.*
               FROM stock_warehouse_orderpoint rule
               JOIN stock_warehouse house ON house.id = rule.warehouse_id
               WHERE rule.product_id = %s AND rule.warehouse_id = %s AND rule.active
               ORDER BY (rule.id = %s) IS TRUE DESC,
                        rule.location_id != house.lot_stock_id, rule.id LIMIT 1
           ) o ON TRUE""",
        product,
        warehouse,
        first or SQL("NULL"),
    )


def of_rule(rule="o"):
    """Return what is found of a rule itself: its key, the rule, its item and place.

    :param str rule: alias of the rule
    """
    columns = {
        "key": "%s.id::text",
        "orderpoint_id": "%s.id",
        "product_id": "%s.product_id",
        "warehouse_id": "%s.warehouse_id",
    }
    return {name: SQL(code, SQL.identifier(rule)) for name, code in columns.items()}


def is_for_warehouse():
    """Return SQL that tells whether the rule `o` speaks for its whole warehouse: from
    the place of its stock, or one above that."""
    return SQL(
        """(o.warehouse_id, o.location_id) IN (
               SELECT house.id, unnest(string_to_array(
                   rtrim(stock.parent_path, '/'), '/')::int[])
               FROM stock_warehouse house
               JOIN stock_location stock ON stock.id = house.lot_stock_id)"""
    )


def holding_rate():
    """Return SQL for what keeping stock of the rule `o` costs a year, as a share."""
    return SQL(
        """COALESCE((SELECT policy.holding_rate FROM stock_replenish_policy policy
                     WHERE policy.id = o.policy_id), %s)""",
        PolicyParams.holding_rate,
    )


def on_hand(scope):
    """Return a query of a company's own stock: product_id, warehouse_id, quantity, and
    since when the oldest of it is there (`since`, UTC)."""
    return SQL(
        """SELECT q.product_id, l.warehouse_id, SUM(q.quantity) AS quantity,
                  MIN(q.in_date) AS since
           FROM stock_quant q
           JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
           JOIN stock_warehouse w ON w.id = l.warehouse_id
           WHERE %s AND %s
             AND (q.owner_id IS NULL OR q.owner_id = %s)
           GROUP BY q.product_id, l.warehouse_id""",
        scope.of_company("w.company_id"),
        scope.on("q.product_id"),
        scope.company.partner_id.id,
    )


def left(product, warehouse):
    """Return SQL from FROM on: the done moves `gone` by which goods left a warehouse.

    What was counted or scrapped has not left for anybody. An index has done moves by
    product and date.

    :param SQL product: expression of the product's id; so is `warehouse`
    """
    return SQL(
        """FROM stock_move gone
           JOIN stock_location source ON source.id = gone.location_id
           JOIN stock_location target ON target.id = gone.location_dest_id
           WHERE gone.product_id = %s AND gone.state = 'done'
             AND source.warehouse_id = %s AND target.usage != 'inventory'
             AND target.warehouse_id IS DISTINCT FROM %s""",
        product,
        warehouse,
        warehouse,
    )


def has_left(product, warehouse, since):
    """Return SQL that tells whether goods left a warehouse from a moment on.

    The first move that fits ends the search.

    :param SQL product: expression of the product's id; so is `warehouse`
    :param since: UTC moment
    """
    return SQL(
        "EXISTS (SELECT %s AND gone.date >= %s)", left(product, warehouse), since
    )


def products():
    """Return a query of products with their units: product_id, uom_id, factor and
    rounding."""
    return SQL(
        """SELECT pp.id AS product_id, pt.uom_id, pu.factor, pu.rounding
           FROM product_product pp
           JOIN product_template pt ON pt.id = pp.product_tmpl_id
           JOIN uom_uom pu ON pu.id = pt.uom_id"""
    )


def reorder_point(rule):
    """Return SQL for the reorder point of a rule, or the minimum of Odoo's own.

    :param str rule: alias of the rule, such as "o"
    """
    return SQL(
        """COALESCE(CASE WHEN %(o)s.is_governed THEN %(o)s.reorder_point
                         ELSE %(o)s.product_min_qty END, 0)""",
        o=SQL.identifier(rule),
    )


def expected_demand(rule, policy):
    """Return SQL for the demand per day that a rule keeps stock for.

    None where its policy gets goods for booked demand only.

    :param str rule: alias of the rule
    :param str policy: alias of its policy, maybe a row of NULL
    """
    return SQL(
        """CASE WHEN %s.demand_stream = 'booked' THEN 0
                ELSE GREATEST(%s.demand_mean, 0) END""",
        SQL.identifier(policy),
        SQL.identifier(rule),
    )


def can_spare(rule):
    """Return SQL that tells whether another warehouse has more than it needs, beside
    what it has promised already.

    :param str rule: alias of the rule that needs
    """
    return SQL(
        """EXISTS (
            SELECT FROM stock_warehouse_orderpoint spare
            WHERE spare.product_id = %(o)s.product_id AND spare.active
              AND spare.company_id = %(o)s.company_id
              AND spare.warehouse_id != %(o)s.warehouse_id
              AND LEAST(spare.planned_on_hand,
                        spare.planned_position - spare.planned_incoming)
                  > GREATEST(%(kept)s, 0))""",
        o=SQL.identifier(rule),
        kept=reorder_point("spare"),
    )


def is_short_elsewhere(rule):
    """Return SQL that tells whether another warehouse needs what a rule has.

    :param str rule: alias of the rule that has
    """
    return SQL(
        """EXISTS (
            SELECT FROM stock_warehouse_orderpoint asks
            WHERE asks.product_id = %(o)s.product_id AND asks.active
              AND asks.company_id = %(o)s.company_id
              AND asks.warehouse_id != %(o)s.warehouse_id
              AND asks.planned_position < %(kept)s)""",
        o=SQL.identifier(rule),
        kept=reorder_point("asks"),
    )


def wanted_elsewhere(product, warehouse):
    """Return SQL that tells whether another warehouse of the company is short of a
    product, so that goods can be sent there.

    :param SQL product: expression of the product's id; so is `warehouse`
    """
    return SQL(
        """EXISTS (
               SELECT FROM stock_warehouse_orderpoint elsewhere
               JOIN stock_warehouse here ON here.id = %s
               WHERE elsewhere.product_id = %s AND elsewhere.warehouse_id != here.id
                 AND elsewhere.company_id = here.company_id
                 AND elsewhere.active
                 AND (elsewhere.qty_to_order > 0
                      OR elsewhere.planned_on IS NOT NULL
                         AND elsewhere.planned_position < %s))""",
        warehouse,
        product,
        reorder_point("elsewhere"),
    )
