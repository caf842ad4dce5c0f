from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np

from odoo import api, models, tools
from odoo.tools import SQL

from ...tools import columns
from ...tools.costs import unit_costs
from ...tools.scope import CompanyScope

# What a detection may say of a problem: column of the table → type in SQL.
FOUND = {
    "key": "text",
    "code": "varchar",
    "orderpoint_id": "int4",
    "product_id": "int4",
    "warehouse_id": "int4",
    "source_warehouse_id": "int4",
    "partner_id": "int4",
    "purchase_line_id": "int4",
    "production_id": "int4",
    "move_id": "int4",
    "reference": "varchar",
    "other": "varchar",
    "quantity": "float8",
    "days": "int4",
    "date_from": "date",
    "date_expected": "date",
    "act_by": "date",
    "suggested_action": "varchar",
    "text": "varchar",
}
# Days that judges see, counted from today.
_DAYS = {
    "days_from": "date_from",
    "days_expected": "date_expected",
    "days_act_by": "act_by",
}
LOW, MEDIUM, HIGH, CRITICAL = range(4)


@dataclass(frozen=True)
class Scope(CompanyScope):
    """What one detection looks at: a company, all of its products or some of them.

    `days` and `share` are the thresholds of the kind; `waiting_days` is how long the
    cost of waiting is counted.
    """

    today: object
    waiting_days: int
    products: list | None = None
    days: int = 0
    share: float = 0.0
    # What detections of one scan share, so that it is read once.
    shared: dict = field(default_factory=dict, compare=False)

    def on(self, column):
        """Return SQL that tells whether a product is looked at.

        :param str column: such as "o.product_id"
        """
        if self.products is None:
            return SQL("TRUE")
        return SQL("%s = ANY(%s)", SQL(column), self.products)

    def day(self, days=0):
        """Return SQL for the date some days after today."""
        return SQL("(%s::date + %s::int)", self.today, days)

    def start(self, days=0):
        """Return when the day some days after today begins, naive in UTC."""
        return self.company._replenish_day_start(self.today + timedelta(days=days))


class StockReplenishDetection(models.AbstractModel):
    """Finds one kind of problem, by one query over all that is looked at.

    A kind is a model that inherits from this one. Its class says what it is:

    `_kind` its name in the database, `_sequence` its place among the others, `_family`
    what it has in common with some of them (values of the exception's `family`), `_on`
    whether it is looked for unless a company says otherwise, `_days` and `_share` its
    thresholds (None: it has none), `_owner` who is asked to act, the first one found,
    `_actions` what is offered beside the row, `_opens_rule` whether the document of it
    is the reordering rule, `_opens_action` the screen that takes the place of a
    document, `_warns` whether it warns of a stock-out,
    `_reported` that it is told by planning and ordering rather than looked for,
    `_event` that being told again is a new problem.
    """

    _name = "stock.replenish.detection"
    _description = "Replenishment Planning: finding exceptions"

    _kind = None
    _sequence = 100
    _family = "data"
    _on = True
    _days = None
    _share = None
    _owner = ("rule", "warehouse", "category")
    _actions = ("why",)
    _opens_rule = False
    _opens_action = None
    _warns = False
    _reported = False
    _event = False

    # ------------------------------------------------------------------
    # What a kind says of itself
    # ------------------------------------------------------------------

    def _label(self):
        """Return the name of the kind, translated."""
        raise NotImplementedError

    def _about(self):
        """Return in a sentence what is looked for, and what its thresholds are."""
        return ""

    def _found(self, scope):
        """Return what is wrong.

        :param Scope scope: what is looked at
        :return: (dict of column → SQL expression, SQL from FROM on); columns are those
            of :data:`FOUND`, all others numbers that only :meth:`_judge` sees
        """
        raise NotImplementedError

    def _judge(self, found, _scope):
        """Return (severity 0 to 3, value at risk in company currency), shape (n,).

        :param dict found: arrays of shape (n,): the numbers of :meth:`_found`,
            `quantity`, `days`, `days_from`, `days_expected` and `days_act_by` (from
            today, NaN where there is none), `cost` and `margin` of a unit
        """
        count = len(found["cost"])
        return np.full(count, MEDIUM), np.zeros(count)

    def _severity(self, _code):
        """Return how bad a reported problem is, 0 to 3."""
        return HIGH

    def _action(self, _code):
        """Return what helps with a reported problem as a rule."""
        return self._actions[0]

    def _sentence(self, exception):
        """Return the problem in one sentence, in the user's language."""
        return exception.text or self._label()

    # ------------------------------------------------------------------
    # All kinds
    # ------------------------------------------------------------------

    @api.model
    def _all(self):
        """Return the detections of all kinds, in their order."""
        names = self.env.registry.descendants([self._name], "_inherit")
        kinds = [self.env[name] for name in names if self.env[name]._kind]
        return sorted(kinds, key=lambda kind: (kind._sequence, kind._kind))

    @api.model
    def _of(self, kind):
        """Return the detection of a kind; the base if it is not known any more."""
        return self.env[self._names().get(kind, self._name)]

    @api.model
    @tools.ormcache()
    def _names(self):
        """Return model names by kind."""
        return {kind._kind: kind._name for kind in self._all()}

    @api.model
    @tools.ormcache("self.env.lang")
    def _labels(self):
        """Return (kind, label) in their order, as a selection takes them."""
        return [(kind._kind, kind._label()) for kind in self._all()]

    # ------------------------------------------------------------------
    # From the query to judged rows
    # ------------------------------------------------------------------

    def _stage(self, scope):
        """Lay what is found in the temporary table `replenish_found`, judged."""
        given, source = self._found(scope)
        extras = [name for name in given if name not in FOUND]
        given.setdefault("suggested_action", SQL("%s", self._actions[0]))
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS replenish_found")
        cr.execute(
            SQL(
                """CREATE TEMPORARY TABLE replenish_found ON COMMIT DROP AS
                   SELECT row_number() OVER ()::int4 - 1 AS row, q.*,
                          '0'::varchar AS severity, 0::numeric AS value_at_risk
                   FROM (SELECT %s %s) q""",
                columns.typed(given, {**FOUND, **dict.fromkeys(extras, "float8")}),
                source,
            )
        )
        found = self._read_found(scope, extras)
        if len(found["row"]):
            self._write_judged(found["row"], *self._judge(found, scope))

    def _read_found(self, scope, extras):
        """Return the numbers of the staged rows, in their order."""
        numbers = ["quantity", "days", *extras]
        read = columns.read(
            self.env.cr,
            SQL(
                "SELECT row, COALESCE(product_id, 0) AS product, %s "
                "FROM replenish_found ORDER BY row",
                SQL(", ").join(
                    [
                        *(
                            SQL(
                                "COALESCE(%s::float8, 'NaN') AS %s",
                                SQL.identifier(name),
                                SQL.identifier(name),
                            )
                            for name in numbers
                        ),
                        *(
                            SQL(
                                "COALESCE((%s - %s::date)::float8, 'NaN') AS %s",
                                SQL.identifier(column),
                                scope.today,
                                SQL.identifier(name),
                            )
                            for name, column in _DAYS.items()
                        ),
                    ]
                ),
            ),
            [
                ("row", "i4"),
                ("product", "i4"),
                *((name, "f8") for name in (*numbers, *_DAYS)),
            ],
        )
        read["cost"], read["margin"] = self._money(scope, read.pop("product"))
        return read

    def _write_judged(self, row, severity, value):
        columns.load(
            self.env.cr,
            "replenish_judged",
            [("row", "i4"), ("severity", "i4"), ("value", "f8")],
            {
                "row": row,
                "severity": np.clip(severity, LOW, CRITICAL),
                "value": np.round(np.maximum(np.nan_to_num(value), 0), 2),
            },
        )
        self.env.cr.execute(
            """UPDATE replenish_found f
               SET severity = j.severity::text, value_at_risk = j.value::numeric
               FROM replenish_judged j WHERE j.row = f.row"""
        )

    def _money(self, scope, product):
        """Return (cost, margin) of a unit in company currency, shape (n,).

        Margin is what the sales price leaves above the cost; an item that is sold
        below its cost has none.

        :param product: ids, shape (n,); 0 where there is none
        """
        products, place = np.unique(product, return_inverse=True)
        known = scope.shared.setdefault("money", {0: (0.0, 0.0)})
        missing = [row for row in products.tolist() if row not in known]
        if missing:
            known.update(self._read_money(scope, missing))
        money = np.array([known[row] for row in products.tolist()] or [(0.0, 0.0)])
        return tuple(money[place.reshape(-1)].T)

    def _read_money(self, scope, products):
        """Return {product id: (cost, margin)} in company currency."""
        company = scope.company
        self.env["product.template"].flush_model(["list_price", "company_id"])
        self.env.cr.execute(
            SQL(
                """SELECT p.id, COALESCE(t.list_price, 0),
                          COALESCE(c.currency_id, %s)
                   FROM product_product p
                   JOIN product_template t ON t.id = p.product_tmpl_id
                   LEFT JOIN res_company c ON c.id = t.company_id
                   WHERE p.id = ANY(%s)""",
                # As core does: products of all companies are priced in this one's.
                company._get_main_company().currency_id.id,
                products,
            )
        )
        prices = self.env.cr.fetchall()
        rates = company._replenish_rates(
            {currency for _row, _price, currency in prices}, scope.today
        )
        costs = unit_costs(company, products)
        money = {}
        for row, price, currency in prices:
            cost = costs[row]
            money[row] = (cost, max(price * rates[currency] - cost, 0.0))
        return money
