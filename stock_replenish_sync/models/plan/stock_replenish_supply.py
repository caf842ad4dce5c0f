from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...planning.network import row_of
from ...planning.order_quantity import round_quantity
from ...planning.parts import BUY, KINDS
from ...tools.joins import pair
from .product_routes import ANCESTRY, ROUTES

KIND_CODES = {name: code for code, name in enumerate(KINDS)}
KIND_NAMES = {code: name for name, code in KIND_CODES.items()}


@dataclass
class Supply:
    """How each orderpoint of a frame gets its goods; arrays of shape (n,).

    `kind` is a code of :data:`KIND_CODES`; ids are 0 where there is none; lead times
    are days; `multiple` and `minimum` are in product UoM. `problems` maps a row to
    (code, sentence) where nothing can be ordered. `offers` is what vendors offer for
    the rows that are bought, `terms` what these vendors want of orders, and `margin`
    the part of their lead time that does not depend on the vendor. `sourcing` holds
    the lanes of the rows, if any, see `stock.replenish.sourcing`.
    """

    kind: np.ndarray
    source_warehouse: np.ndarray
    vendor: np.ndarray
    supplier: np.ndarray
    bom: np.ndarray
    lead_time: np.ndarray
    multiple: np.ndarray
    minimum: np.ndarray
    problems: dict
    margin: np.ndarray
    offers: object = None
    terms: object = None
    sourcing: object = None


class StockReplenishSupply(models.AbstractModel):
    """Finds out how goods reach an orderpoint: rules, lane, vendor, bill, lead time."""

    _name = "stock.replenish.supply"
    _description = "Replenishment Planning: ways of supply"

    def _resolve(self, frame):
        """Return the :class:`Supply` of a frame."""
        count = len(frame)
        supply = Supply(
            kind=np.zeros(count, np.int64),
            source_warehouse=np.zeros(count, np.int64),
            vendor=np.zeros(count, np.int64),
            supplier=np.zeros(count, np.int64),
            bom=np.zeros(count, np.int64),
            lead_time=np.zeros(count),
            multiple=frame.multiple.copy(),
            minimum=np.zeros(count),
            problems={},
            margin=np.zeros(count),
        )
        for rows, rules in self._rows_by_rules(frame, supply):
            self._fill_from_rules(frame, supply, rows, rules)
        self._fill_vendors(frame, supply, np.flatnonzero(supply.kind == BUY))
        self._refuse_units(frame, supply)
        return supply

    def _warehouse_ranks(self, company):
        """Return warehouse id -> echelon, 0 for warehouses that supply no other.

        Read from the resupply routes in force; a loop of warehouses gets one rank
        after the other, in a fixed order, since nothing better can be said of it.
        """
        warehouses = (
            self.env["stock.warehouse"]
            .sudo()
            .with_context(active_test=False)
            .search([("company_id", "=", company.id)], order="id")
        )
        lanes = self._lanes()
        lanes -= self._sideways(lanes)
        ranks = dict.fromkeys(warehouses.ids, 0)
        for _pass in warehouses:
            before = dict(ranks)
            for branch, source in lanes:
                if branch in ranks and source in ranks:
                    ranks[source] = max(
                        ranks[source], min(ranks[branch] + 1, len(ranks))
                    )
            if ranks == before:
                break
        return ranks

    def _lanes(self):
        """Return (supplied, supplying) warehouse ids of resupply routes in force."""
        routes = (
            self.env["stock.route"]
            .sudo()
            .search([("supplied_wh_id", "!=", False), ("supplier_wh_id", "!=", False)])
        )
        return {(route.supplied_wh_id.id, route.supplier_wh_id.id) for route in routes}

    def _sideways(self, lanes):
        """Return (supplied, supplying) warehouse ids of branches that help one another
        out with their excess, and are supplied by the same warehouse.

        That one has to serve both at once, or whoever helps would be served last.

        :param lanes: what `_lanes` returned
        """
        helping = (
            self.env["stock.replenish.source"].sudo().search([("mode", "=", "excess")])
        )
        if not helping:
            return set()
        helps = {(x.warehouse_id.id, x.source_warehouse_id.id) for x in helping}
        sources = defaultdict(set)
        for branch, source in lanes - helps:
            sources[branch].add(source)
        return {(one, other) for one, other in helps if sources[one] & sources[other]}

    def _network(self, frame, supply):
        """Return the echelon of each row and the row it is supplied from.

        :return: (rank of shape (n,), source row of shape (n,), -1 where none of the
            batch is the source)
        """
        if not supply.source_warehouse.any():
            none = np.full(len(frame), -1, np.int64)
            return np.zeros(len(frame), np.int64), none
        return self._echelons(frame), self._source_rows(frame, supply.source_warehouse)

    def _echelons(self, frame):
        """Return the echelon of each row's warehouse, shape (n,)."""
        keys, place = np.unique(frame.warehouse, return_inverse=True)
        ranks = self._warehouse_ranks(frame.company)
        return np.array([ranks.get(key, 0) for key in keys.tolist()], np.int64)[place]

    def _source_rows(self, frame, warehouse, product=None):
        """Return the rows that speak for products at warehouses, -1 where none does.

        A rule speaks for its warehouse only at its stock.

        :param warehouse: ids, 0 for none, shape (k,)
        :param product: ids, shape (k,); by default those of the frame's rows
        """
        product = frame.product if product is None else product
        speaking = np.flatnonzero(self._speaks(frame))
        offered = pair(frame.product[speaking], frame.warehouse[speaking])
        source = np.full(len(warehouse), -1, np.int64)
        drawing = np.flatnonzero(warehouse)
        wanted = pair(product[drawing], warehouse[drawing])
        source[drawing] = row_of(wanted, offered, speaking)
        return source

    def _speaks(self, frame):
        """Tell which rows speak for their whole warehouse, shape (n,)."""
        keys, place = np.unique(frame.warehouse, return_inverse=True)
        warehouses = self.env["stock.warehouse"].sudo().browse(keys.tolist())
        views = np.array([row.view_location_id.id for row in warehouses], np.int64)
        return frame.scope == views[place.reshape(-1)]

    def _current_source(self, orderpoint):
        """Return how one orderpoint is supplied now, as values of a suggestion.

        :raises UserError: if there is no way of supply
        """
        _frame, supply = self._resolve_now(orderpoint.company_id, orderpoint)
        sourcing = supply.sourcing
        problem = supply.problems.get(0, ("", ""))[1]
        if not (problem or supply.kind[0]):
            service = self.env["stock.replenish.sourcing"]
            problem = service._no_source(sourcing.problems.get(0, ("", ""))[1])
        if problem:
            raise UserError(
                _(
                    "%(product)s: %(problem)s",
                    product=orderpoint.product_id.display_name,
                    problem=problem,
                )
            )
        return {
            **(sourcing.asks_for(0) if sourcing else {}),
            "kind": KIND_NAMES[int(supply.kind[0])],
            "source_warehouse_id": int(supply.source_warehouse[0]) or False,
            "supplier_id": int(supply.supplier[0]) or False,
            "vendor_id": int(supply.vendor[0]) or False,
            "bom_id": int(supply.bom[0]) or False,
        }

    def _resolve_now(self, company, orderpoints):
        """Return frame and supply of orderpoints of a company as masters are now."""
        self.env.flush_all()
        frame = self.env["stock.replenish.frame"]._lay_out(
            company, orderpoints.ids, company._replenish_today()
        )
        supply = self.with_company(company)._resolve(frame)
        self.env["stock.replenish.sourcing"]._find_lanes(frame, supply)
        return frame, supply

    def _round_up(self, orderpoints, quantities):
        """Return orderpoint id -> quantity that can be ordered and is enough.

        :param quantities: dict of orderpoint id -> quantity in product UoM
        """
        result = dict(quantities)
        for company, rows in orderpoints.grouped("company_id").items():
            frame, supply = self._resolve_now(company, rows)
            wanted = [quantities[int(key)] for key in frame.orderpoint]
            rounded = round_quantity(wanted, supply.multiple, supply.minimum)
            keys = frame.orderpoint.tolist()
            result.update(zip(keys, rounded.tolist(), strict=True))
        return result

    # ------------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------------

    def _rows_by_rules(self, frame, supply):
        """Yield (rows, rules) for rows that are supplied by the same chain of rules.

        Rules depend on the product only through its routes and its category's, and on
        the place only through the first place above it that rules lead to. So one
        look-up serves all rows with the same of these.
        """
        self._refuse_unstocked(frame, supply)
        self._refuse_archived_routes(frame, supply)
        open_rows = np.setdiff1d(
            np.arange(len(frame)), list(supply.problems), assume_unique=True
        )
        by = [self._served_places(frame), frame.warehouse, frame.route]
        by = np.stack([*by, self._route_sets(frame)], axis=1)[open_rows]
        keys, group, sizes = np.unique(
            by, axis=0, return_inverse=True, return_counts=True
        )
        ordered = open_rows[np.argsort(group.reshape(-1), kind="stable")]
        for (location, warehouse, route, _routes), rows in zip(
            keys.tolist(), np.split(ordered, np.cumsum(sizes)[:-1]), strict=False
        ):
            rules = self._follow(
                self.env["product.product"].browse(int(frame.product[rows[0]])),
                self.env["stock.location"].browse(location),
                self.env["stock.route"].browse(route or []),
                self.env["stock.warehouse"].browse(warehouse),
            )
            chosen = self.env["stock.route"].browse(route or [])
            if rules and chosen and chosen not in rules.route_id:
                # Core would quietly take another route, for example buy.
                self._problem(
                    supply,
                    rows,
                    "dead_route",
                    _(
                        "The route %s of this rule has no rule in force that brings "
                        "goods here. Choose another route, or repair it.",
                        chosen.name,
                    ),
                )
                continue
            yield rows, rules

    def _served_places(self, frame):
        """Return the first place that rules lead to, of each row's place and those
        above it, shape (n,); its own where there is none."""
        places, place = np.unique(frame.location, return_inverse=True)
        self.env["stock.rule"].flush_model(["location_dest_id", "action", "active"])
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (own.id) own.id, served.id
                FROM stock_location own
                JOIN (
                    SELECT DISTINCT l.id, l.parent_path
                    FROM stock_rule r JOIN stock_location l ON l.id = r.location_dest_id
                    WHERE r.active AND r.action != 'push'
                ) served ON starts_with(own.parent_path, served.parent_path)
                WHERE own.id = ANY(%s)
                ORDER BY own.id, LENGTH(served.parent_path) DESC
                """,
                places.tolist(),
            )
        )
        served = dict(self.env.cr.fetchall())
        return np.array([served.get(key, key) for key in places.tolist()])[place]

    def _route_sets(self, frame):
        """Return a number for the set of routes that each row's product and its
        categories have: the same for the same routes, shape (n,)."""
        products, place = np.unique(frame.product, return_inverse=True)
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE %s
                SELECT p.id, array_agg(DISTINCT r.route_id ORDER BY r.route_id)
                FROM product_product p
                JOIN product_template t ON t.id = p.product_tmpl_id
                JOIN LATERAL (%s) r ON TRUE
                WHERE p.id = ANY(%s)
                GROUP BY p.id
                """,
                ANCESTRY,
                ROUTES,
                products.tolist(),
            )
        )
        routes = {product: tuple(ids) for product, ids in self.env.cr.fetchall()}
        numbers = {(): 0}
        codes = [
            numbers.setdefault(routes.get(product, ()), len(numbers))
            for product in products.tolist()
        ]
        return np.array(codes, np.int64)[place]

    def _refuse_unstocked(self, frame, supply):
        """Mark products that have no stock: what has none always seems to lack."""
        self.env.cr.execute(
            SQL(
                """
                SELECT p.id FROM product_product p
                JOIN product_template t ON t.id = p.product_tmpl_id
                WHERE p.id = ANY(%s) AND t.type != 'product'
                """,
                np.unique(frame.product).tolist(),
            )
        )
        unstocked = [row for (row,) in self.env.cr.fetchall()]
        self._problem(
            supply,
            np.flatnonzero(np.isin(frame.product, unstocked)),
            "not_stored",
            _("No stock is kept of this product. Make it storable, or drop this rule."),
        )

    def _refuse_archived_routes(self, frame, supply):
        """Mark rows whose own route is archived."""
        routes = (
            self.env["stock.route"]
            .with_context(active_test=False)
            .browse(np.unique(frame.route[frame.route > 0]).tolist())
        )
        for route in routes.filtered(lambda route: not route.active):
            rows = np.flatnonzero(frame.route == route.id)
            self._problem(
                supply,
                [row for row in rows if row not in supply.problems],
                "archived_route",
                _(
                    "The route %s of this rule is archived. Choose another route, or "
                    "activate it.",
                    route.name,
                ),
            )

    def _follow(self, product, location, route, warehouse):
        """Return the rules a need at `location` runs through, first hop first.

        The orderpoint's route is kept over all hops, as the moves keep it.
        """
        group = self.env["procurement.group"]
        routes = route
        if any(rule.action == "buy" for rule in route.rule_ids):
            # Core adds the reception route when a need is to be bought.
            routes |= warehouse.reception_route_id
        rules = self.env["stock.rule"]
        company = warehouse.company_id
        while location:
            rule = group._get_rule(
                product,
                location,
                {
                    "route_ids": routes,
                    "warehouse_id": warehouse,
                    "company_id": company,
                },
            )
            if not rule or rule in rules:
                break
            rules |= rule
            if rule.action in ("buy", "manufacture"):
                break
            if rule.procure_method != "make_to_order":
                break
            warehouse = rule.propagate_warehouse_id or rule.warehouse_id or warehouse
            location = rule.location_src_id
        return rules

    def _fill_from_rules(self, frame, supply, rows, rules):
        """Set kind, source and lead time of rows that share a chain of rules."""
        if not rules:
            self._problem(
                supply,
                rows,
                "no_route",
                _(
                    "There is no way to get this product to %s. Choose Buy, Make or a "
                    "route from another warehouse.",
                    self._warehouse_name(frame, rows),
                ),
            )
            return
        pulls = rules.filtered(lambda rule: rule.action in ("pull", "pull_push"))
        supply.lead_time[rows] = sum(pulls.mapped("delay"))
        source = self._source_warehouse(frame, rows, pulls)
        last = rules[-1]
        if source or last.action not in ("buy", "manufacture"):
            supply.kind[rows] = KIND_CODES["transfer"]
            supply.source_warehouse[rows] = source.id or 0
        elif last.action == "buy":
            supply.kind[rows] = BUY
        else:
            supply.kind[rows] = KIND_CODES["make"]
            self._fill_bills(frame, supply, rows, last)

    def _source_warehouse(self, frame, rows, pulls):
        """Return the other warehouse that the goods come from, if any."""
        own = int(frame.warehouse[rows[0]])
        for rule in pulls:
            source = rule.location_src_id
            if source.usage == "internal" and source.warehouse_id.id not in (
                False,
                own,
            ):
                return source.warehouse_id
        return self.env["stock.warehouse"]

    def _warehouse_name(self, frame, rows):
        return self.env["stock.warehouse"].browse(int(frame.warehouse[rows[0]])).name

    def _problem(self, supply, rows, code, sentence):
        for row in rows:
            supply.kind[row] = KIND_CODES[""]
            supply.problems[int(row)] = (code, sentence)

    # ------------------------------------------------------------------
    # Bills of materials
    # ------------------------------------------------------------------

    def _fill_bills(self, frame, supply, rows, rule):
        """Find bills of materials; set manufacturing lead time."""
        company = frame.company
        products = self.env["product.product"].browse(
            np.unique(frame.product[rows]).tolist()
        )
        found = self.env["mrp.bom"]._bom_find(
            products,
            picking_type=rule.picking_type_id,
            company_id=company.id,
            bom_type="normal",
        )
        missing = []
        for row in rows.tolist():
            product = self.env["product.product"].browse(int(frame.product[row]))
            bom = (
                self.env["mrp.bom"].browse(int(frame.bom[row]))
                if frame.bom[row]
                else found[product]
            )
            if not bom:
                missing.append(row)
                continue
            supply.bom[row] = bom.id
            supply.lead_time[row] += (
                bom.produce_delay + bom.days_to_prepare_mo + company.manufacturing_lead
            )
        self._problem(
            supply,
            missing,
            "no_bom",
            _("This product is to be made, but has no bill of materials."),
        )
