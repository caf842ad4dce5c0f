from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ...tools import connected

# What the ordering run orders, of the orderpoint `o`.
DUE = SQL("o.is_governed AND o.trigger = 'auto' AND o.qty_to_order > 0")


class StockReplenishRun(models.Model):
    """Which rows to order may write the same documents, so that two workers never
    meet in one: core joins what is ordered to drafts that are there.

    Requests for quotation and manufacturing orders are those of the warehouse that
    asks, by its operation types; a transfer is part of what leaves its source and of
    what enters its destination.
    """

    _inherit = "stock.replenish.run"

    def _rows_to_order(self, company):
        """Return dict of warehouse id -> ids of the rows to order, in order.

        Each warehouse stands for a group of them whose documents nobody else writes;
        the largest group comes first.
        """
        ranks = self.env["stock.replenish.supply"]._warehouse_ranks(company)
        rows = {}
        links = [*self._joint_documents()]
        for row, warehouse, sources, gets in self._due_rows(company):
            touched = {("of", warehouse)} if gets else set()
            if sources:
                touched |= {("to", warehouse), *(("of", place) for place in sources)}
            # Ordering a transfer changes what its source is to order.
            links += [touched, *({("of", place), ("to", place)} for place in sources)]
            rows[row] = (-ranks.get(warehouse, 0), row, min(touched))
        groups = connected(links)
        result = defaultdict(list)
        # Who supplies others first: their orders would have it planned again.
        for _rank, row, document in sorted(rows.values()):
            result[min(groups[document])[1]].append(row)
        return dict(sorted(result.items(), key=lambda group: -len(group[1])))

    def _due_rows(self, company):
        """Return (id, warehouse, sources of transfers, whether it also buys or makes)
        of the rows with something to order."""
        lanes = defaultdict(list)
        for warehouse, source in self.env["stock.replenish.supply"]._lanes():
            lanes[warehouse].append(source)
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.env["stock.replenish.suggestion"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT o.id, o.warehouse_id,
                       COALESCE(bool_or(g.kind = 'transfer'),
                                o.supply_kind = 'transfer', FALSE),
                       COALESCE(bool_or(g.kind != 'transfer'),
                                o.supply_kind != 'transfer', TRUE),
                       ARRAY_REMOVE(ARRAY_AGG(DISTINCT g.source_warehouse_id), NULL)
                FROM stock_warehouse_orderpoint o
                JOIN product_product p ON p.id = o.product_id AND p.active
                LEFT JOIN stock_replenish_suggestion g
                     ON g.orderpoint_id = o.id AND g.state = 'proposed'
                     AND g.due_date <= %s
                WHERE o.company_id = %s AND o.active AND %s
                GROUP BY o.id
                """,
                company._replenish_today(),
                company.id,
                DUE,
            )
        )
        return [
            # A typed quantity may have no suggestion that names its source.
            (row, place, (named or lanes[place] or [place]) if moves else [], gets)
            for row, place, moves, gets, named in self.env.cr.fetchall()
        ]

    def _joint_documents(self):
        """Yield documents that belong together whatever is to be ordered.

        Where an operation type is another warehouse's, that one's documents are
        written; where goods are drawn from stock by an order for them, an order leads
        to the next one, at the warehouse or at those that supply it. Received in
        several steps, what was bought and what was sent go into stock together.
        """
        self.env["stock.rule"].flush_model()
        self.env.cr.execute(
            """
            SELECT place.warehouse_id, type.warehouse_id
            FROM stock_rule rule
            JOIN stock_route route ON route.id = rule.route_id AND route.active
            JOIN stock_location place ON place.id = rule.location_dest_id
            JOIN stock_picking_type type ON type.id = rule.picking_type_id
            WHERE rule.active AND rule.action IN ('buy', 'manufacture')
              AND place.warehouse_id != type.warehouse_id
            UNION
            SELECT lane.supplied_wh_id, lane.supplier_wh_id
            FROM stock_route lane
            JOIN stock_warehouse w ON w.id = lane.supplied_wh_id
            JOIN stock_rule rule ON rule.location_src_id = w.lot_stock_id
            JOIN stock_route route ON route.id = rule.route_id AND route.active
            WHERE lane.active AND lane.supplier_wh_id IS NOT NULL AND rule.active
              AND rule.action IN ('pull', 'pull_push')
              AND rule.procure_method != 'make_to_stock'
            UNION
            SELECT w.id, w.id
            FROM stock_warehouse w
            JOIN stock_rule rule ON rule.location_dest_id = w.lot_stock_id
            JOIN stock_route route ON route.id = rule.route_id AND route.active
            JOIN stock_location step ON step.id = rule.location_src_id
                 AND step.warehouse_id = w.id
            WHERE rule.active AND rule.action IN ('pull', 'pull_push')
              AND rule.procure_method != 'make_to_stock'
            """
        )
        for warehouse, other in self.env.cr.fetchall():
            yield {("of", warehouse), ("to", warehouse), ("of", other)}
