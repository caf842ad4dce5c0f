"""What several kinds ask of a reordering rule, in SQL."""

from odoo.tools import SQL


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
    """Return SQL that tells whether another warehouse has more than it needs.

    :param str rule: alias of the rule that needs
    """
    return SQL(
        """EXISTS (
            SELECT FROM stock_warehouse_orderpoint spare
            WHERE spare.product_id = %(o)s.product_id AND spare.active
              AND spare.company_id = %(o)s.company_id
              AND spare.warehouse_id != %(o)s.warehouse_id
              AND spare.planned_on_hand > GREATEST(%(kept)s, 0))""",
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
