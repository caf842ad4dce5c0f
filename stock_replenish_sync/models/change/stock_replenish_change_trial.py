from dataclasses import dataclass

import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning.effect import expected_effect, min_max_order
from ...planning.parameters import Parameters
from ...tools import columns, isolate, split_by
from ..policy.stock_replenish_classification import ABC, PATTERNS, XYZ

SIDES = ("before", "after")
FIGURES = (
    *(
        f"{name}_{side}"
        for name in (
            "safety_stock",
            "reorder_point",
            "order_quantity",
            "stock_value",
            "due_quantity",
            "due_value",
        )
        for side in SIDES
    ),
    "stock_value_delta",
    "weight",
)
DIRECT, REVIEW, KEPT, NEUTRAL, FAILED = range(5)
_SOURCES = ("none", "manual", "matrix")
_CLASSES = (
    ("abc_class", ABC),
    ("xyz_class", XYZ),
    ("demand_pattern", PATTERNS),
    ("abc_pending", ABC),
    ("xyz_pending", XYZ),
)
_PARAMETERS = ("safety_stock", "reorder_point", "order_quantity")


@dataclass
class Trial:
    """What a change does to the rows it touches; arrays of shape (n,).

    `problems` are sentences by orderpoint id, `policy_names` those of the policies
    that rows would follow, `companies` ids of companies.
    """

    arrays: dict
    problems: dict
    policy_names: dict
    class_count: int
    companies: list


class StockReplenishChangeTrial(models.AbstractModel):
    """Makes a change and plans what it touches, for a caller who undoes all of it."""

    _name = "stock.replenish.change.trial"
    _description = "Replenishment Planning: dry run of a change"

    def _run(self, kind, payload, company_ids, currency):
        """Return the :class:`Trial` of a change that was made just now.

        :param list company_ids: the companies whose rows may be touched
        :param currency: the currency that moves are compared in
        """
        companies = self.env["res.company"].browse(company_ids)
        change = self.env["stock.replenish.change"]
        before = self._rows(companies)
        due_before = self._due(companies)
        policies = self._parameters_by_policy(before)
        change._make(kind, payload)
        self.env.flush_all()
        after = self._rows(companies)
        touched = touched_rows(before, after, kind)
        before = {name: column[touched] for name, column in before.items()}
        after = {name: column[touched] for name, column in after.items()}
        self._apply_at_once(after["id"])
        figures, problems = self._figures(before, after, policies, companies)
        self._fill_due_before(figures, before, due_before)
        rates = {
            company.id: company.currency_id._get_conversion_rate(
                company.currency_id, currency, company, fields.Date.context_today(self)
            )
            for company in companies
        }
        figures["rate"] = np.array([rates[int(key)] for key in before["company"]])
        figures["stock_value_delta"] = (
            figures["stock_value_after"] - figures["stock_value_before"]
        )
        figures["weight"] = np.abs(figures["stock_value_delta"]) * figures["rate"]
        arrays = {
            "orderpoint_id": before["id"],
            "company_id": before["company"],
            "warehouse_id": before["warehouse"],
            "product_id": before["product"],
            "policy_before_id": before["policy"],
            "policy_after_id": after["policy"],
            "source_after": after["source"],
            "governed_before": before["governed"],
            "typed_before": before["typed"],
            **figures,
        }
        followed = self.env["stock.replenish.policy"].browse(
            sorted({int(key) for key in after["policy"] if key})
        )
        classes = [before[name] != after[name] for name, _names in _CLASSES[:3]]
        return Trial(
            arrays,
            problems,
            {policy.id: policy.name for policy in followed},
            int(np.any(classes, axis=0).sum()) if kind == "classes" else 0,
            sorted({int(key) for key in before["company"]}),
        )

    def _fill_due_before(self, figures, before, due):
        """Say what was due; under Odoo's own rule that is filled in already.

        What a person typed in place of a suggestion is what would be ordered.
        """
        gated, typed = before["gated"] == 1, before["typed"] == 1
        quantity = before["typed_quantity"]
        instead = {
            "count": (quantity > 0) * 1.0,
            "quantity": quantity,
            "value": quantity * figures["cost"],
        }
        for name, typed_values in instead.items():
            suggested = np.array(
                [due[name].get(int(row), 0.0) for row in before["id"]], float
            )
            figures[f"due_{name}_before"] = np.select(
                [gated & typed, gated],
                [typed_values, suggested],
                figures[f"due_{name}_before"],
            )

    def _apply_at_once(self, orderpoint_ids):
        """Tell figures of changes that are not held back for review."""
        rows = self.env["stock.warehouse.orderpoint"].browse(orderpoint_ids.tolist())
        rows.filtered("review_changes").write({"review_changes": False})
        self.env.flush_all()

    # ------------------------------------------------------------------
    # Rows as they are
    # ------------------------------------------------------------------

    def _rows(self, companies):
        """Return state and parameters of all rows of companies, by id."""
        self.env.flush_all()
        whole = ["id", "company", "warehouse", "product", "policy", "source"]
        whole += ["version", "gated", "governed", "typed"]
        whole += [name for name, _names in _CLASSES]
        numbers = [*_PARAMETERS, "minimum", "maximum", "typed_quantity"]
        classes = [
            SQL(
                "COALESCE(array_position(%s::varchar[], o.%s), 0) AS %s",
                list(names),
                SQL.identifier(name),
                SQL.identifier(name),
            )
            for name, names in _CLASSES
        ]
        return columns.read(
            self.env.cr,
            SQL(
                """
                SELECT o.id, o.company_id AS company, o.warehouse_id AS warehouse,
                    o.product_id AS product, COALESCE(o.policy_id, 0) AS policy,
                    array_position(%s::varchar[], o.policy_source) - 1 AS source,
                    COALESCE(p.version, 0) AS version,
                    COALESCE(o.is_governed, FALSE)::int AS gated,
                    (COALESCE(o.is_governed, FALSE)
                     AND o.parameters_on IS NOT NULL)::int AS governed,
                    (o.typed_on IS NOT NULL)::int AS typed,
                    COALESCE(o.typed_qty, 0) AS typed_quantity,
                    COALESCE(o.safety_stock, 0) AS safety_stock,
                    COALESCE(o.reorder_point, 0) AS reorder_point,
                    COALESCE(o.order_quantity, 0) AS order_quantity,
                    COALESCE(o.product_min_qty, 0) AS minimum,
                    COALESCE(o.product_max_qty, 0) AS maximum,
                    %s
                FROM stock_warehouse_orderpoint o
                LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
                WHERE o.active AND o.company_id = ANY(%s)
                ORDER BY o.id
                """,
                list(_SOURCES),
                SQL(", ").join(classes),
                companies.ids,
            ),
            [(name, "i4") for name in whole] + [(name, "f8") for name in numbers],
        )

    def _parameters_by_policy(self, rows):
        """Return policy id -> settings, as the engine reads them."""
        ids = sorted({int(key) for key in rows["policy"] if key})
        policies = self.env["stock.replenish.policy"].browse(ids)
        return {policy.id: policy._planning_parameters() for policy in policies}

    def _due(self, companies, orderpoint_ids=None):
        """Return count, quantity and value by orderpoint of what is due tomorrow."""
        found = {"count": {}, "quantity": {}, "value": {}}
        for company in companies:
            self.env.cr.execute(
                SQL(
                    """
                    SELECT orderpoint_id, COUNT(*), SUM(quantity), SUM(value)
                    FROM stock_replenish_suggestion
                    WHERE state IN ('proposed', 'held') AND company_id = %s
                      AND due_date <= %s::date + 1
                      AND (%s OR orderpoint_id = ANY(%s))
                    GROUP BY orderpoint_id
                    """,
                    company.id,
                    company._replenish_today(),
                    orderpoint_ids is None,
                    orderpoint_ids or [],
                )
            )
            for row, count, quantity, value in self.env.cr.fetchall():
                found["count"][row] = count
                found["quantity"][row] = float(quantity or 0.0)
                found["value"][row] = float(value or 0.0)
        return found

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _figures(self, before, after, policies, companies):
        """Plan the touched rows and return (arrays, problems)."""
        count = len(before["id"])
        names = ["safety_value", "fill_rate", *(_PARAMETERS), "stock_value"]
        names += ["due_count", "due_quantity", "due_value"]
        figures = {
            f"{name}_{side}": np.zeros(count) for name in names for side in SIDES
        }
        figures["demand_value"] = np.zeros(count)
        figures["cost"] = np.zeros(count)
        figures["status"] = np.full(count, FAILED, np.int64)
        problems = {}
        size = self.env["stock.replenish.run"]._batch_size("plan")
        for company in companies:
            mine = np.flatnonzero(before["company"] == company.id)
            ids = before["id"][mine].tolist()
            for part in split_by(ids, before["product"][mine].tolist(), size):
                self._plan_part(
                    company, part, (before, after, policies), figures, problems
                )
        return figures, problems

    def _plan_part(self, company, ids, state, figures, problems):
        """Fill the figures of rows of one company; those that fail stay as they are."""
        before, _after, _policies = state

        def job(part):
            found, sentences = self._plan_batch(company, part, state)
            place = np.searchsorted(before["id"], found.pop("id"))
            for name, column in found.items():
                figures[name][place] = column
            problems.update(sentences)

        for row, error in isolate(self.env.cr, ids, job):
            problems[row] = str(error) or type(error).__name__
            place = np.searchsorted(before["id"], row)
            for name in _PARAMETERS:
                value = in_force(before)[name][place]
                figures[f"{name}_before"][place] = value
                figures[f"{name}_after"][place] = value

    def _plan_batch(self, company, ids, state):
        """Return (figures by name, sentences by id) of one batch."""
        plan = self.env["stock.replenish.plan"].with_company(company)
        batch = plan._evaluate(company, ids, as_accepted=True)
        if batch is None:
            return {"id": np.zeros(0, np.int64)}, {}
        outcome = batch.outcome
        # Sources of transfers have to see what their branches would draw.
        self.env["stock.replenish.propose"]._sync_suggestions(
            batch, batch.records, keep=False
        )
        before = self._side_before(batch, state)
        after = self._side_after(batch, outcome, before)
        found = {
            "id": batch.frame.orderpoint,
            "status": self._status(batch, outcome),
            "cost": batch.cost,
        }
        for side, (policies, policy, parameters) in zip(
            SIDES, (before, after), strict=True
        ):
            effect = expected_effect(
                batch.items, batch.result, policies, policy, parameters
            )
            for name in _PARAMETERS:
                found[f"{name}_{side}"] = getattr(parameters, name)
            found[f"safety_stock_{side}"] = effect.safety_stock
            found[f"safety_value_{side}"] = effect.safety_stock * batch.cost
            found[f"stock_value_{side}"] = effect.average_stock * batch.cost
            found[f"fill_rate_{side}"] = effect.fill_rate
            found["demand_value"] = effect.daily * batch.cost
        for name in ("safety_stock", "safety_value", "stock_value", "fill_rate"):
            # What cannot be planned stays as it is.
            found[f"{name}_after"] = np.where(
                outcome.stopped, found[f"{name}_before"], found[f"{name}_after"]
            )
        self._fill_due(found, batch, ~outcome.governing)
        sentences = {
            int(batch.frame.orderpoint[row]): sentence
            for row, (_code, sentence) in batch.supply.problems.items()
            if outcome.stopped[row]
        }
        return {
            name: _finite(name, column) for name, column in found.items()
        }, sentences

    def _fill_due(self, found, batch, own_rule):
        """Say what is due: by suggestion, or by Odoo's own rule where that decides.

        Before the change, only the latter is known here.
        """
        frame = batch.frame
        due = self._due(frame.company, frame.orderpoint.tolist())
        order = min_max_order(batch.items, frame.min_quantity, frame.maximum)
        ordered = {
            "count": (order > 0) * 1.0,
            "quantity": order,
            "value": order * batch.cost,
        }
        for name, column in ordered.items():
            suggested = [due[name].get(int(row), 0.0) for row in frame.orderpoint]
            found[f"due_{name}_before"] = column
            found[f"due_{name}_after"] = np.where(own_rule, column, suggested)

    def _side_before(self, batch, state):
        """Return (policies, policy of each row, parameters) that are in force."""
        rows, _after, policies = state
        place = np.searchsorted(rows["id"], batch.frame.orderpoint)
        known = list(policies)
        index = {key: number for number, key in enumerate(known)}
        governed = rows["governed"][place] == 1
        policy = np.array(
            [index.get(int(key), -1) for key in rows["policy"][place]], np.int64
        )
        values = in_force({name: column[place] for name, column in rows.items()})
        return (
            [policies[key] for key in known],
            np.where(governed, policy, -1),
            Parameters(*(values[name] for name in _PARAMETERS)),
        )

    def _side_after(self, batch, outcome, before):
        """Return (policies, policy of each row, parameters) that a plan would give."""
        _policies, _policy, old = before
        frame, result = batch.frame, batch.result
        works = outcome.governing & ~outcome.stopped
        own = {
            "safety_stock": np.zeros(len(frame)),
            "reorder_point": frame.min_quantity,
            "order_quantity": np.maximum(frame.maximum - frame.min_quantity, 0.0),
        }
        values = []
        for name in _PARAMETERS:
            planned = np.where(
                outcome.changed, getattr(result, name), getattr(frame, name)
            )
            value = np.where(works, planned, own[name])
            values.append(np.where(outcome.stopped, getattr(old, name), value))
        return (
            batch.policies,
            np.where(works, batch.items.policy, -1),
            Parameters(*values),
        )

    def _status(self, batch, outcome):
        """Return how each row takes up the change."""
        reviewed = np.array(
            [row.apply_mode == "review" for row in batch.records] or [False]
        )[batch.items.policy]
        return np.select(
            [
                outcome.stopped,
                ~outcome.governing,
                ~outcome.changed,
                reviewed,
            ],
            [FAILED, NEUTRAL, KEPT, REVIEW],
            DIRECT,
        )


def touched_rows(before, after, kind):
    """Return a mask of the rows that differ, by what a change of a kind touches."""
    if len(before["id"]) != len(after["id"]):
        raise ValueError("A change neither adds nor removes rows.")
    names = ["policy", "source", "version"]
    if kind == "classes":
        names += [name for name, _names in _CLASSES]
    return np.any([before[name] != after[name] for name in names], axis=0)


def in_force(rows):
    """Return parameters by name; those of Odoo's own rule where no policy governs."""
    governed = rows["governed"] == 1
    minimum = rows["minimum"]
    own = {
        "safety_stock": np.zeros(len(minimum)),
        "reorder_point": minimum,
        "order_quantity": np.maximum(rows["maximum"] - minimum, 0.0),
    }
    return {name: np.where(governed, rows[name], own[name]) for name in _PARAMETERS}


def _finite(name, column):
    """Keep what is not a number out of columns that people read."""
    return column if name.startswith("fill_rate") else np.nan_to_num(column)
