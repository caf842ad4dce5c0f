import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ...planning.datatypes import NO_DAY
from ...tools import columns
from .stock_replenish_apply import STATUS_NAMES
from .stock_replenish_apply_due import shown
from .stock_replenish_decide import PARAMETERS, versions
from .stock_replenish_supply import KIND_CODES, KIND_NAMES

_RESULTS = (
    *("demand_mean", "demand_std", "lead_time_mean", "lead_time_std"),
    *("days_of_supply", "incoming", "position", *PARAMETERS),
)
# What follows from other columns of the row, not from the plan itself.
_KEPT = ("company_id", "policy_id", "is_governed", "qty_to_order", "order_value")


class StockReplenishApply(models.AbstractModel):
    """Writes the rows of a planned batch: each at most once, and only what differs."""

    _inherit = "stock.replenish.apply"

    def _load_rows(self, batch, outcome, status, policies):
        """Put the batch's results into the temporary table `replenish_row`."""
        frame, result = batch.frame, batch.result
        arrays = {
            "id": frame.orderpoint,
            "status": status,
            "governing": outcome.governing,
            "applied": outcome.applied,
            "reviewed": outcome.in_force & ~outcome.changed,
            "policy_id": frame.policy,
            "version": versions(batch, policies),
            "kind": batch.supply.kind,
            "vendor_id": batch.supply.vendor,
            "source_warehouse_id": batch.supply.source_warehouse,
            "stockout_day": result.stockout_day,
        }
        whole = list(arrays)
        # What is not a number stays out of columns that people read.
        arrays["on_hand"] = np.nan_to_num(batch.items.on_hand, posinf=0.0, neginf=0.0)
        for name in _RESULTS:
            arrays[name] = np.nan_to_num(getattr(result, name))
        columns.load(
            self.env.cr,
            "replenish_row",
            [(name, "i4" if name in whole else "f8") for name in arrays],
            arrays,
        )

    def _write_rows(self, batch, now):
        """Write the columns of the plan, and what follows from open suggestions.

        A row is written if any of it differs, or any of its suggestions did: whoever
        waits for its lock must not miss the plan. `planned_on` alone moves once a day,
        and after an order, which is told apart by it.

        Reads the temporary tables `replenish_row` and `replenish_match`.
        """
        values = self._planned_values(batch)
        names = [name for name, _source in values]
        self._flush_shown()
        company = batch.frame.company
        self.env.cr.execute(
            SQL(
                """
                WITH planned AS MATERIALIZED (
                    SELECT o.id, r.governing = 1 AS governing,
                        %(now)s::timestamp AS planned_on, o.ordered_on,
                        NULL::timestamp AS typed_on, NULL::numeric AS typed_qty,
                        %(kept)s, %(values)s
                    FROM replenish_row r
                    JOIN stock_warehouse_orderpoint o ON o.id = r.id
                    LEFT JOIN res_partner v ON v.id = r.vendor_id
                    LEFT JOIN stock_warehouse w ON w.id = r.source_warehouse_id
                )
                UPDATE stock_warehouse_orderpoint o
                SET (%(names)s, planned_on, typed_on, typed_qty, typed_uid)
                    = ROW(%(new)s, %(now)s, NULL, NULL, NULL)
                FROM planned n JOIN (%(states)s) s USING (id)
                WHERE o.id = n.id AND (
                    (%(old)s) IS DISTINCT FROM (%(new)s)
                    OR o.planned_on IS NULL OR o.typed_on IS NOT NULL
                    OR n.governing AND (
                        o.planned_on < %(midnight)s OR o.ordered_on >= o.planned_on
                    )
                    OR o.id IN (SELECT orderpoint_id FROM replenish_match WHERE differs)
                )
                """,
                now=now,
                kept=columns.listed(_KEPT, "o"),
                values=SQL(", ").join(
                    SQL("%s AS %s", source, SQL.identifier(name))
                    for name, source in values
                ),
                names=SQL("%s, %s", columns.listed(names), shown()),
                new=SQL("%s, %s", columns.listed(names, "n"), shown("s")),
                old=SQL("%s, %s", columns.listed(names, "o"), shown("o")),
                states=self._states(SQL("SELECT * FROM planned"), company),
                midnight=company._replenish_midnight(),
            )
        )
        self._forget_shown(batch.frame.orderpoint.tolist())

    def _planned_values(self, batch):
        """Return (column, SQL over result `r` and row `o` as it was)."""
        today = SQL("%s::date", batch.frame.today)
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        kinds = [name for _code, name in sorted(KIND_NAMES.items())]
        supply_from = self._supply_from(batch)
        stockout = SQL(
            "CASE WHEN r.stockout_day = %s THEN NULL "
            "ELSE %s + GREATEST(r.stockout_day, 0) END",
            NO_DAY,
            today,
        )
        applied = {
            # By way of text, numeric holds the very float: the next plan has to
            # compute with the parameters that this one computed with.
            **{
                name: SQL("r.%s::text::numeric", SQL.identifier(name))
                for name in PARAMETERS
            },
            "product_min_qty": SQL("ROUND(r.reorder_point::numeric, %s)", digits),
            "product_max_qty": SQL(
                "ROUND((r.reorder_point + r.order_quantity)::numeric, %s)", digits
            ),
            "parameters_on": today,
        }
        return [
            ("plan_status", SQL("(%s::varchar[])[r.status + 1]", list(STATUS_NAMES))),
            *(
                (name, SQL("r.%s", SQL.identifier(name)))
                for name in _RESULTS
                if name.startswith(("demand", "lead_time", "days"))
            ),
            ("planned_on_hand", SQL("r.on_hand::numeric")),
            ("planned_incoming", SQL("r.incoming::numeric")),
            ("planned_position", SQL("r.position::numeric")),
            ("stockout_date", stockout),
            ("supply_kind", SQL("NULLIF((%s::varchar[])[r.kind + 1], '')", kinds)),
            ("supply_from", supply_from),
            ("planned_policy_id", SQL("NULLIF(r.policy_id, 0)")),
            ("planned_policy_version", SQL("r.version")),
            # Nothing is reviewed any more where the plan asks for nothing.
            (
                "review_changes",
                SQL(
                    "CASE WHEN o.review_changes AND r.reviewed = 1 THEN FALSE "
                    "ELSE o.review_changes END"
                ),
            ),
            *(
                (
                    name,
                    SQL(
                        "CASE WHEN r.applied = 1 THEN %s ELSE o.%s END",
                        value,
                        SQL.identifier(name),
                    ),
                )
                for name, value in applied.items()
            ),
        ]

    def _supply_from(self, batch):
        """Return the SQL of the name that a row is ordered from.

        What a lane cannot bring is bought or made: who orders today orders there.
        """
        made = self._own_production(batch.frame.company)
        buy, make, transfer = (KIND_CODES[name] for name in ("buy", "make", "transfer"))
        planned = SQL(
            "CASE r.kind WHEN %s THEN v.name WHEN %s THEN %s WHEN %s THEN w.name END",
            *(buy, make, made, transfer),
        )
        if not batch.supply.sourcing:
            return planned
        return SQL(
            """
            COALESCE(CASE WHEN r.kind = %(transfer)s THEN (
                SELECT CASE g.kind WHEN 'buy' THEN gv.name WHEN 'make' THEN %(made)s
                       ELSE gw.name END
                FROM stock_replenish_suggestion g
                LEFT JOIN res_partner gv ON gv.id = g.vendor_id
                LEFT JOIN stock_warehouse gw ON gw.id = g.source_warehouse_id
                WHERE g.orderpoint_id = r.id AND g.state = 'proposed'
                  AND g.due_date <= %(today)s
                ORDER BY g.quantity DESC, g.id LIMIT 1) END, %(planned)s)
            """,
            transfer=transfer,
            made=made,
            today=SQL("%s::date", batch.frame.today),
            planned=planned,
        )

    def _own_production(self, company):
        """Return the word for own production, in the company's language.

        It stands among names of vendors and warehouses, which have one language too.
        """
        self = self.with_context(lang=company.partner_id.lang or self.env.lang)
        return _("Manufacturing")
