from collections import defaultdict

from markupsafe import Markup

from odoo import _, api, models
from odoo.tools import SQL

from ...planning.lanes import find_loop
from ...tools import notification, roles

TAKE_OVER = "stock_replenish_sync.stock_replenish_source_take_over_action"


class StockReplenishSource(models.Model):
    """Lanes out of the resupply settings of warehouses, and the routes under lanes."""

    _inherit = "stock.replenish.source"

    @api.model
    def get_empty_list_help(self, help_message):
        """Offer what can be taken over, where there is no lane yet."""
        result = super().get_empty_list_help(help_message)
        if not roles.may(self.env, "manager"):
            return result
        # Asked for all companies of the user, whichever are in use: no number.
        if not self.sudo()._untaken(self.env.companies):
            return result
        offer = _("Take over resupply routes")
        link = Markup(
            '<p><a type="action" name="%s" class="btn btn-primary">%s</a></p>'
        )
        return (result or "") + link % (TAKE_OVER, offer)

    @api.model
    def action_take_over(self):
        """Make a lane of every resupply route in force that has none.

        Of the companies the user works in; a second time there is nothing left to do.
        """
        roles.require(self.env, "manager", _("changing lanes"))
        return self._take_over_and_tell()

    def action_restore_route(self):
        """Put the resupply routes of lanes that stopped into force again."""
        roles.require(self.env, "manager", _("changing lanes"))
        self.check_access_rights("write")
        self.check_access_rule("write")
        stopped = self.filtered("has_problem")
        stopped.filtered(lambda lane: not lane.route_id)._make_routes()
        for lane in stopped.sudo():
            lane.warehouse_id.resupply_wh_ids += lane.source_warehouse_id
            route = lane.route_id
            if not route.active:
                route.toggle_active()
            route.with_context(active_test=False).rule_ids.filtered(
                lambda rule: rule.location_dest_id.active
            ).active = True
        left = self.filtered("has_problem")
        if left:
            return notification("\n".join(left.mapped("problem")), "warning")
        return notification(_("Goods can be sent on this lane again."))

    @api.model
    def _take_over_and_tell(self, warehouses=None):
        """Make lanes and return the message that says what came of it."""
        lanes, loops = self._take_over(warehouses)
        said = [
            _("1 lane was made.")
            if len(lanes) == 1
            else _("%s lanes were made.", len(lanes))
            if lanes
            else _("Every resupply route has its lane already.")
            if not loops
            else _("No lane was made.")
        ]
        said += [_("Left out, since it would loop: %s.", loop) for loop in loops]
        return notification(" ".join(said), "warning" if loops else "success")

    @api.model
    def _take_over(self, warehouses=None):
        """Make a lane of every resupply route in force that has none.

        :param warehouses: of routes to these only
        :return: (new lanes, loops in words that routes left out would have closed)
        """
        companies = self.env.companies
        known = self.sudo().search([("active", "=", True)])
        receivers = [lane.warehouse_id.id for lane in known]
        senders = [lane.source_warehouse_id.id for lane in known]
        last = defaultdict(int)
        for lane in known:
            place = lane.warehouse_id.id
            last[place] = max(last[place], lane.sequence)
        vals_list, loops = [], []
        for row in self.sudo()._untaken(companies):
            if warehouses is not None and row["warehouse_id"] not in warehouses.ids:
                continue
            place, sender = row["warehouse_id"], row["source_warehouse_id"]
            loop = find_loop([*receivers, place], [*senders, sender])
            if loop:
                loops.append(self._loop_in_words(loop))
                continue
            receivers.append(place)
            senders.append(sender)
            last[place] += 10
            vals_list.append({**row, "sequence": last[place]})
        return self.create(vals_list), loops

    @api.model
    def _untaken(self, companies):
        """Return the resupply routes in force that no lane stands for, by sequence.

        One query. An archived lane counts: somebody did not want it.

        :param companies: both ends are theirs
        :return: list of dict of warehouse_id, source_warehouse_id, route_id,
            lead_days; one for each pair of warehouses
        """
        self._flush_lanes()
        self.env.cr.execute(
            SQL(
                """
                SELECT warehouse_id, source_warehouse_id, route_id,
                       travel_days AS lead_days
                FROM (
                    SELECT judged.*, first_value(route_id) OVER (
                               PARTITION BY warehouse_id, source_warehouse_id
                               ORDER BY sequence, route_id) AS best
                    FROM (%s) judged
                    WHERE problem = ''
                ) route
                WHERE route_id = best
                ORDER BY sequence, route_id
                """,
                self._judged(
                    SQL(
                        """
                        SELECT r.id AS route_id, r.supplied_wh_id AS warehouse_id,
                               r.supplier_wh_id AS source_warehouse_id, r.sequence
                        FROM stock_route r
                        JOIN stock_warehouse a ON a.id = r.supplied_wh_id
                        JOIN stock_warehouse z ON z.id = r.supplier_wh_id
                        WHERE r.active AND a.id != z.id
                          AND a.company_id = ANY(%(companies)s)
                          AND z.company_id = ANY(%(companies)s)
                          AND NOT EXISTS (
                              SELECT FROM stock_replenish_source s
                              WHERE s.warehouse_id = a.id
                                AND s.source_warehouse_id = z.id)
                        """,
                        companies=companies.ids,
                    )
                ),
            )
        )
        return self.env.cr.dictfetchall()

    def _make_routes(self):
        """Make the resupply routes that these lanes need, as the setting of the
        warehouse does."""
        for lane in self.sudo():
            destination, source = lane.warehouse_id, lane.source_warehouse_id
            destination.resupply_wh_ids += source
            if not lane.route_id:
                destination.create_resupply_routes(source)

    @api.model
    def _find_routes(self):
        """Look for the routes of lanes that have none in force."""
        lanes = self.with_context(active_test=False).search(
            ["|", ("route_id", "=", False), ("route_id.active", "=", False)]
        )
        lanes._compute_route_id()
