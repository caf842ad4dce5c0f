from collections import defaultdict

from odoo import models
from odoo.tools import SQL

# Who may be asked, as SQL over the problem `e`.
_ASKED = {
    "rule": SQL("COALESCE(o.planner_id, p.planner_id)"),
    "buyer": SQL("COALESCE(po.user_id, partner.buyer_id)"),
    "warehouse": SQL("w.replenish_user_id"),
    "category": SQL("c.replenish_user_id"),
}


class StockReplenishException(models.Model):
    """Finds who is asked to see to exceptions."""

    _inherit = "stock.replenish.exception"

    def _assign_owners(self, company, settings):
        """Give an owner to what has none, as the settings of its kind say.

        Only active users who work in the company are asked.

        :param settings: rows of `stock.replenish.exception.kind`
        """
        kinds_of = defaultdict(list)
        for row in settings:
            chain = (
                row._detection()._owner
                if row.owner_rule == "default"
                else (row.owner_rule,)
            )
            kinds_of[tuple(name for name in chain if name in _ASKED)].append(row.kind)
        for chain, kinds in kinds_of.items():
            if chain:
                self._assign_owners_of(company, kinds, chain)

    def _assign_owners_of(self, company, kinds, chain):
        usable = [
            SQL(
                """(SELECT u.id FROM res_users u
                    JOIN res_company_users_rel r ON r.user_id = u.id AND r.cid = %s
                    WHERE u.active AND u.id = %s)""",
                company.id,
                _ASKED[name],
            )
            for name in chain
        ]
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_exception x SET user_id = found.user_id
                FROM (
                    SELECT e.id, COALESCE(%s) AS user_id
                    FROM stock_replenish_exception e
                    LEFT JOIN stock_warehouse_orderpoint o ON o.id = e.orderpoint_id
                    LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
                    LEFT JOIN purchase_order_line l ON l.id = e.purchase_line_id
                    LEFT JOIN purchase_order po ON po.id = l.order_id
                    LEFT JOIN res_partner partner ON partner.id = e.partner_id
                    LEFT JOIN stock_warehouse w ON w.id = e.warehouse_id
                    LEFT JOIN product_product pp ON pp.id = e.product_id
                    LEFT JOIN product_template t ON t.id = pp.product_tmpl_id
                    LEFT JOIN product_category c ON c.id = t.categ_id
                    WHERE e.company_id = %s AND e.kind = ANY(%s) AND e.user_id IS NULL
                      AND e.state != 'resolved'
                ) found
                WHERE x.id = found.id AND found.user_id IS NOT NULL
                """,
                SQL(", ").join(usable),
                company.id,
                kinds,
            )
        )
