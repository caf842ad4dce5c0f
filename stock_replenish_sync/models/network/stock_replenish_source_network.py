from odoo import _, api, fields, models
from odoo.tools import SQL

from ...tools import roles
from ..suggestion.stock_replenish_suggestion import OPEN_STATES

#: Columns of a rule, as the last plan wrote them, that a warehouse is shown with.
FIGURES = {
    "on_hand": "planned_on_hand",
    "due": "suggested_qty",
    "reorder_point": "reorder_point",
    "days": "days_of_supply",
    "stockout_date": "stockout_date",
    "planned_on": "planned_on",
    "status": "replenish_status",
    "step": "quantity_step",
}


class StockReplenishSource(models.Model):
    """The network as a graph: lanes, and how one product stands along them."""

    _inherit = "stock.replenish.source"

    @api.model
    def network(self, product_id=False):
        """Return the lanes one may see and the figures of one product along them.

        A fixed number of queries, however many lanes and warehouses there are.
        Figures are columns of the last plan; of companies one does not work in there
        are none.

        :param product_id: False: the worst stock-out among the warehouses with lanes
        :return: dict of

            * `product`: id, name, unit; or False
            * `nodes`: id, name, company (False if all are of one), own (whether one
              may look into it), rules (how many), and of the rule that speaks for
              the warehouse: id `rule` (False: none), `status_label`, `need` (of open
              suggestions), and `FIGURES` (numbers are False where nothing is known)
            * `vendors`: name, kind ('buy' or 'make'), warehouse, lead_days
            * `lanes`: id, source, destination, lead_days, ships, mode, mode_label,
              problem
            * `untaken`: resupply routes that could become lanes
            * `may_manage`
        """
        roles.require(self.env, "viewer", _("the network"))
        self.check_access_rights("read")
        lanes = self.search([("active", "=", True)])
        places = (lanes.sudo().warehouse_id | lanes.sudo().source_warehouse_id).ids
        product = self._network_product(product_id, places)
        rules = self._network_rules(product)
        places = self.env["stock.warehouse"].sudo().browse(places) | rules.warehouse_id
        manages = roles.may(self.env, "manager")
        return {
            "product": product
            and {
                "id": product.id,
                "name": product.display_name,
                "unit": product.uom_id.name,
            },
            "nodes": self._network_nodes(places, rules),
            "vendors": self._network_vendors(rules),
            "lanes": lanes._network_lanes(),
            "untaken": len(self.sudo()._untaken(self.env.companies)) if manages else 0,
            "may_manage": manages,
        }

    @api.model
    def _network_product(self, product_id, places):
        """Return the product asked for, or the one that needs help most."""
        Product = self.env["product.product"]
        # An old address may name one that is gone.
        product = Product.browse(product_id or []).exists()
        if product:
            product.check_access_rule("read")
            return product
        Rule = self.env["stock.warehouse.orderpoint"]
        Rule.flush_model()
        query = Rule._search([("company_id", "in", self.env.companies.ids)])
        rates = self._rates()
        self.env.cr.execute(
            SQL(
                """
                SELECT o.product_id
                FROM stock_warehouse_orderpoint o
                JOIN unnest(%s::int[], %s::float8[]) rate(company_id, factor)
                     ON rate.company_id = o.company_id
                WHERE o.id IN %s
                ORDER BY o.warehouse_id = ANY(%s) DESC,
                         o.replenish_status = 'stocked_out' DESC,
                         o.replenish_status = 'runs_out' DESC,
                         COALESCE(o.order_value, 0) * rate.factor DESC,
                         o.is_governed DESC NULLS LAST, o.product_id
                LIMIT 1
                """,
                list(rates),
                list(rates.values()),
                query.subselect(),
                places,
            )
        )
        return Product.browse([row for (row,) in self.env.cr.fetchall()])

    @api.model
    def _rates(self):
        """Return company id -> what its currency is worth in the active company's."""
        company = self.env.company
        today = company._replenish_today()
        return {
            row.id: row.currency_id._convert(
                1.0, company.currency_id, company, today, round=False
            )
            for row in self.env.companies
        }

    @api.model
    def _network_rules(self, product):
        """Return the rules of a product, the one that speaks for a warehouse first."""
        rules = self.env["stock.warehouse.orderpoint"].search(
            [
                ("product_id", "in", product.ids),
                ("company_id", "in", self.env.companies.ids),
            ]
        )

        def rank(rule):
            stock = rule.warehouse_id.lot_stock_id
            whole = (stock.parent_path or "").startswith(
                rule.location_id.parent_path or "-"
            )
            return (not whole, rule.location_id != stock, rule.id)

        return rules.sorted(rank)

    @api.model
    def _network_nodes(self, places, rules):
        """Return the warehouses with the figures of their rules."""
        needs = dict(
            self.env["stock.replenish.suggestion"]._read_group(
                [("orderpoint_id", "in", rules.ids), ("state", "in", OPEN_STATES)],
                ["orderpoint_id"],
                ["quantity:sum"],
            )
        )
        labels = dict(
            rules._fields["replenish_status"]._description_selection(self.env)
        )
        by_place = rules.grouped("warehouse_id")
        several = len(places.company_id) > 1
        nodes = []
        for place in places.sorted(lambda row: (row.company_id.id, row.sequence)):
            own = place.company_id in self.env.companies
            of_place = by_place.get(place.sudo(False), rules.browse())
            # Still read along with the others.
            rule = of_place[:1].with_prefetch(rules._prefetch_ids)
            nodes.append(
                {
                    "id": place.id,
                    "name": place.name,
                    "company": several and place.company_id.name,
                    "own": own,
                    "rule": rule.id,
                    "rules": len(of_place),
                    "need": needs.get(rule, 0.0),
                    "status_label": rule and labels[rule.replenish_status],
                    **self._network_figures(rule),
                }
            )
        return nodes

    @api.model
    def _network_figures(self, rule):
        """Return the columns of a rule; False where no plan has told yet."""
        figures = {name: rule[column] for name, column in FIGURES.items()}
        for name in ("stockout_date", "planned_on"):
            figures[name] = fields.Date.to_string(figures[name]) or False
        if rule.planned_on:
            figures["planned_on"] = fields.Datetime.to_string(rule.planned_on)
        else:
            figures.update(dict.fromkeys(("on_hand", "days", "reorder_point"), False))
        # Without demand stock lasts for ever: no number says that.
        if not rule.days_of_supply and rule.demand_mean <= 0:
            figures["days"] = False
        return figures

    @api.model
    def _network_vendors(self, rules):
        """Return what stands at the head: who sells or makes, and how long it takes."""
        return [
            {
                "name": row.supply_from,
                "kind": row.supply_kind,
                "warehouse": row.warehouse_id.id,
                "lead_days": row.lead_time_mean,
            }
            for own in rules.grouped("warehouse_id").values()
            for row in own[:1]
            if row.supply_kind in ("buy", "make") and row.supply_from
        ]

    def _network_lanes(self):
        modes = dict(self._fields["mode"]._description_selection(self.env))
        return [
            {
                "id": lane.id,
                "source": lane.sudo().source_warehouse_id.id,
                "destination": lane.sudo().warehouse_id.id,
                "lead_days": lane.total_days,
                "ships": lane.ships_text,
                "mode": lane.mode,
                "mode_label": modes[lane.mode],
                "problem": lane.problem,
            }
            for lane in self
        ]
