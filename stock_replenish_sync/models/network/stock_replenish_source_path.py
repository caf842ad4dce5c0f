from math import ceil

from odoo import api, fields, models
from odoo.tools import SQL

from ...planning.lanes import hop_gaps

#: Hops after which a way is taken for a loop.
MOST_HOPS = 40


class StockReplenishSource(models.Model):
    """The way of the goods: every hop of the rules that a lane's route leads through.

    Core keeps a route over all hops when it makes the moves, though not when it adds up
    their delays. Here the route is kept: from the stock of the destination back to the
    stock of the source, through the steps of receipts and deliveries.
    """

    _inherit = "stock.replenish.source"

    total_days = fields.Float(
        string="Days in All",
        digits=(16, 1),
        compute="_compute_problem",
        help="Calendar days from the stock of the source to the stock of the "
        "destination: lead days, and what the steps of delivery and receipt take.",
    )

    @api.model
    def _paths(self, lanes):
        """Return the query of the ways that goods take, a row for each route.

        Columns: `route_id`; `problem`, '' or what keeps goods from coming all the way,
        and `place_id` where; days of the rules: `prepare_days` from the source's stock
        until they leave the source, `travel_days` until they reach the destination,
        `receive_days` from there into its stock.

        :param SQL lanes: query of warehouse_id, source_warehouse_id, route_id, and more
        """
        return SQL(
            """
            SELECT route_id, COALESCE(prepare_days, 0) AS prepare_days,
                   COALESCE(travel_days, 0) AS travel_days,
                   COALESCE(receive_days, 0) AS receive_days,
                   CASE WHEN arrived THEN '' WHEN place_id IS NULL THEN 'bought'
                        WHEN leads_on THEN 'loops'
                        WHEN method = 'make_to_stock' THEN 'elsewhere'
                        WHEN inside AND (entered OR sent) THEN 'no_step'
                        ELSE 'no_rule' END AS problem,
                   COALESCE(place_id, before_id) AS place_id
            FROM (
                SELECT h.route_id, h.place_id, h.before_id, h.method, h.sent,
                       h.step = %(most)s AS leads_on,
                       COALESCE(h.at_source OR h.method = 'make_to_stock'
                                AND h.in_source, FALSE) AS arrived,
                       h.in_destination OR h.in_source AS inside,
                       EXISTS (
                           SELECT FROM stock_rule a
                           JOIN stock_location t ON t.id = a.location_dest_id
                           WHERE a.route_id = h.route_id AND a.active
                             AND starts_with(t.parent_path, h.destination_path)
                       ) AS entered,
                       (row_number() OVER way) = 1 AS is_last,
                       SUM(h.delay) FILTER (WHERE h.part = 'prepare') OVER whole
                           AS prepare_days,
                       SUM(h.delay) FILTER (WHERE h.part = 'travel') OVER whole
                           AS travel_days,
                       SUM(h.delay) FILTER (WHERE h.part = 'receive') OVER whole
                           AS receive_days
                FROM (%(hops)s) h
                WINDOW way AS (PARTITION BY h.route_id ORDER BY h.step DESC),
                       whole AS (PARTITION BY h.route_id)
            ) way
            WHERE is_last
            """,
            hops=self._hops(lanes),
            most=MOST_HOPS,
        )

    @api.model
    def _hops(self, lanes):
        """Return the query of hops, a row for each, from the destination backwards.

        Rules are chosen as core does: nearest place first, then the routes that are
        asked for, then those of the warehouse; of these by sequence. What a product's
        own routes would add is left out, see :meth:`_way_routes`.
        """
        return SQL(
            """
            WITH RECURSIVE hop AS (
                SELECT DISTINCT l.route_id, d.reception_route_id AS reception_id,
                       dv.parent_path AS destination_path,
                       sv.parent_path AS source_path,
                       ss.parent_path AS stock_path,
                       ARRAY[d.company_id, s.company_id] AS companies,
                       0 AS step, d.id AS warehouse_id, NULL::int AS before_id,
                       d.lot_stock_id AS place_id, 'make_to_order'::varchar AS method,
                       0 AS delay, ''::text AS part, FALSE AS sent, FALSE AS at_source,
                       TRUE AS in_destination, FALSE AS in_source
                FROM (%(lanes)s) l
                JOIN stock_warehouse d ON d.id = l.warehouse_id
                JOIN stock_location dv ON dv.id = d.view_location_id
                JOIN stock_warehouse s ON s.id = l.source_warehouse_id
                JOIN stock_location sv ON sv.id = s.view_location_id
                JOIN stock_location ss ON ss.id = s.lot_stock_id
                WHERE l.route_id IS NOT NULL
                UNION ALL
                SELECT h.route_id, h.reception_id, h.destination_path, h.source_path,
                       h.stock_path, h.companies, h.step + 1,
                       COALESCE(u.propagate_warehouse_id, u.warehouse_id,
                                h.warehouse_id),
                       h.place_id, there.id, u.procure_method, COALESCE(u.delay, 0),
                       CASE WHEN starts_with(there.parent_path, h.destination_path)
                            THEN 'receive'
                            WHEN u.route_id = h.route_id AND NOT h.in_source
                            THEN 'travel' ELSE 'prepare' END,
                       h.sent OR starts_with(there.parent_path, h.source_path),
                       starts_with(there.parent_path, h.stock_path),
                       starts_with(there.parent_path, h.destination_path),
                       starts_with(there.parent_path, h.source_path)
                FROM hop h
                JOIN stock_location here ON here.id = h.place_id
                CROSS JOIN LATERAL (
                    SELECT r.*
                    FROM stock_rule r
                    JOIN stock_route w ON w.id = r.route_id
                    JOIN stock_location t ON t.id = r.location_dest_id
                    CROSS JOIN LATERAL (
                        SELECT r.route_id IN (h.route_id, h.reception_id) AS asked
                    ) way
                    WHERE r.active AND r.action != 'push'
                      AND t.id = ANY(string_to_array(
                              rtrim(here.parent_path, '/'), '/')::int[])
                      AND (r.warehouse_id IS NULL OR r.warehouse_id = h.warehouse_id)
                      AND (r.company_id IS NULL OR r.company_id = ANY(h.companies))
                      AND (way.asked OR w.active AND EXISTS (
                          SELECT FROM stock_route_warehouse o
                          WHERE o.route_id = w.id
                            AND o.warehouse_id = h.warehouse_id))
                    ORDER BY LENGTH(t.parent_path) DESC, way.asked DESC, w.sequence,
                             r.warehouse_id IS NULL, r.route_sequence, r.sequence, r.id
                    LIMIT 1
                ) u
                -- What is bought or made comes from no place.
                LEFT JOIN stock_location there
                     ON there.id = u.location_src_id
                     AND u.action IN ('pull', 'pull_push')
                WHERE h.method != 'make_to_stock' AND NOT h.at_source
                  AND h.step < %(most)s
            )
            SELECT * FROM hop
            """,
            lanes=lanes,
            most=MOST_HOPS,
        )

    def _way_routes(self):
        """Return the routes that a procurement by this lane asks for.

        The steps of receipt come with it: a product that is bought or made might else
        be bought or made between the door and the stock.
        """
        self.ensure_one()
        return self.route_id | self.sudo().warehouse_id.reception_route_id.sudo(False)

    def _gaps_of(self, rule):
        """Return the days between the transfer that a rule makes and its neighbours.

        The parts of the way are those of :meth:`_hops`.

        :return: (days until the next one, days from the one before)
        """
        self.ensure_one()
        lane, rule = self.sudo(), rule.sudo()
        here = rule.location_src_id.warehouse_id
        there = rule.location_dest_id.warehouse_id
        sender, receiver = lane.source_warehouse_id, lane.warehouse_id
        part = (
            "receive"
            if here == receiver
            else "travel"
            if rule.route_id == lane.route_id and there != sender
            else "prepare"
        )
        return hop_gaps(
            part,
            rule.delay,
            ceil(lane.lead_days),
            leaves=here == sender,
            arrives=there == receiver,
        )
