from odoo import api, models
from odoo.tools import SQL

from ...tools import columns
from .stock_replenish_change_row import STATUSES
from .stock_replenish_change_trial import FIGURES

_ROW_COLUMNS = [
    (name, "i4")
    for name in (
        "orderpoint_id",
        "company_id",
        "warehouse_id",
        "product_id",
        "policy_before_id",
        "policy_after_id",
        "source_after",
        "status",
        "governed_before",
        "due_count_before",
        "due_count_after",
    )
] + [(name, "f8") for name in FIGURES]
_SUMMED = ("stock_value", "safety_value", "due_value", "due_count")
SOURCES = ("none", "manual", "matrix")


class StockReplenishChange(models.Model):
    """Previews: a dry run of the change, stored as figures before and after."""

    _inherit = "stock.replenish.change"

    # ------------------------------------------------------------------
    # Entry points; each returns the action that shows the preview
    # ------------------------------------------------------------------

    @api.model
    def preview_policy_values(self, policy_id, values):
        """Show what other settings of a policy would do.

        :param dict values: field -> value, as for `write`; they need not be saved
        """
        return self._propose(
            "policy", {"policy_id": policy_id, "values": values}
        )._open()

    @api.model
    def preview_assign(self, orderpoint_ids, policy_id):
        """Show what another policy, or none, would do to reordering rules."""
        return self._propose(
            "assign", {"orderpoint_ids": orderpoint_ids, "policy_id": policy_id}
        )._open()

    @api.model
    def preview_matrix(self, company_ids=None, write=None, create=None):
        """Show what applying the matrix would do.

        :param company_ids: companies to apply it in; the selected ones by default
        :param dict write: line id -> values of lines to change first
        :param list create: values of lines to add first
        """
        return self._propose(
            "matrix",
            {"company_ids": company_ids, "write": write, "create": create},
        )._open()

    @api.model
    def preview_classes(self, company_id, values):
        """Show what other settings of the classes would do, matrix included."""
        return self._propose(
            "classes", {"company_id": company_id, "values": values}
        )._open()

    @api.model
    def preview_adopt(self, warehouse_ids, policies, lines):
        """Show what a set of policies would do in warehouses of one company.

        :param list policies: dicts of a `key` and the `policy_id` of one there is or
            the `values` of one to be made
        :param list lines: dicts of the key of a `policy` and the `values` of a line
            of the matrix, made for each of the warehouses
        """
        return self._propose(
            "adopt",
            {"warehouse_ids": warehouse_ids, "policies": policies, "lines": lines},
        )._open()

    # ------------------------------------------------------------------
    # The dry run
    # ------------------------------------------------------------------

    @api.model
    def _propose(self, kind, payload):
        """Return the preview of a change; nothing but the preview is written.

        :param str kind: see the field
        :param dict payload: see the entry points
        """
        self._require_role(kind)
        subject = self._prepare(kind, payload)
        own = self.sudo()
        settings = own._settings(kind, subject.payload)
        currency = self.env.company.currency_id
        with self.env.cr.savepoint() as savepoint:
            trial = (
                own.env["stock.replenish.change.trial"]
                .with_context(replenish_trial=True)
                ._run(kind, subject.payload, subject.companies.ids, currency)
            )
            savepoint.rollback()
        change = own.create(
            {
                "name": subject.name,
                "kind": kind,
                "payload": subject.payload,
                "settings": settings,
                "policy_id": subject.policy.id,
                "company_ids": [(6, 0, self._reached(subject, trial).ids)],
                "currency_id": currency.id,
                "locked_count": subject.locked,
                "hidden_count": subject.hidden,
                **self._summary(trial),
            }
        )
        change._store_rows(trial)
        change.basis = change._fingerprint()
        return change.with_env(self.env)

    def _reached(self, subject, trial):
        """Return the companies that one has to work in to apply the change."""
        rows = self.env["res.company"].browse(trial.companies)
        named = subject.named or self.env["res.company"]
        return (rows or subject.companies) | named

    def _summary(self, trial):
        """Return the figures of a change over all of its rows."""
        arrays = trial.arrays
        status = arrays["status"]
        names = [name for name, _label in STATUSES]
        values = {
            "row_count": len(arrays["orderpoint_id"]),
            "moved_count": int(
                (arrays["policy_before_id"] != arrays["policy_after_id"]).sum()
            ),
            "class_count": trial.class_count,
            "typed_count": int(arrays["typed_before"].sum()),
        }
        for name in ("review", "kept", "failed"):
            values[f"{name}_count"] = int((status == names.index(name)).sum())
        for name in _SUMMED:
            rate = 1.0 if name == "due_count" else arrays["rate"]
            for side in ("before", "after"):
                total = float((arrays[f"{name}_{side}"] * rate).sum())
                values[f"{name}_{side}"] = total
            values[f"{name}_delta"] = values[f"{name}_after"] - values[f"{name}_before"]
        for name in ("before", "after", "delta"):
            values[f"due_count_{name}"] = int(values[f"due_count_{name}"])
        return {**values, **self._service(arrays)}

    def _service(self, arrays):
        """Return the expected fill rate where it is known on both sides."""
        before, after = arrays["fill_rate_before"], arrays["fill_rate_after"]
        weight = arrays["demand_value"] * arrays["rate"]
        known = (before == before) & (after == after) & (weight > 0)
        total = weight[known].sum()
        if not total:
            return {"fill_rate_count": 0}
        sides = {
            "fill_rate_before": float((before * weight)[known].sum() / total),
            "fill_rate_after": float((after * weight)[known].sum() / total),
        }
        return {
            **sides,
            "fill_rate_delta": sides["fill_rate_after"] - sides["fill_rate_before"],
            "fill_rate_count": int(known.sum()),
        }

    def _store_rows(self, trial):
        """Store what happens to each row, in one statement."""
        self.env.flush_all()
        columns.load(self.env.cr, "replenish_change_row", _ROW_COLUMNS, trial.arrays)
        ids = ("policy_before_id", "policy_after_id")
        sources = {name: SQL("NULLIF(t.%s, 0)", SQL.identifier(name)) for name in ids}
        sources["status"] = SQL(
            "(%s::varchar[])[t.status + 1]", [name for name, _label in STATUSES]
        )
        sources["source_after"] = SQL(
            "(%s::varchar[])[t.source_after + 1]", list(SOURCES)
        )
        sources["governed_before"] = SQL("t.governed_before = 1")
        # By way of text, numeric holds the very float.
        for name in FIGURES:
            sources[name] = SQL("t.%s::text::numeric", SQL.identifier(name))
        stored = self.env["stock.replenish.change.row"]._fields
        names = [name for name, _kind in _ROW_COLUMNS if name in stored]
        # Policies that the change would create are known by name only.
        named = set(trial.policy_names) - set(
            self.env["stock.replenish.policy"].browse(trial.policy_names).exists().ids
        )
        sources["policy_after_id"] = SQL(
            "CASE WHEN n.id IS NULL THEN NULLIF(t.policy_after_id, 0) END"
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_change_row
                    (change_id, problem, policy_after_name, create_uid, create_date,
                     write_uid, write_date, %s)
                SELECT %s, p.problem, n.name, %s, %s, %s, %s, %s
                FROM replenish_change_row t
                LEFT JOIN unnest(%s::int[], %s::varchar[]) AS p(id, problem)
                     ON p.id = t.orderpoint_id
                LEFT JOIN unnest(%s::int[], %s::varchar[]) AS n(id, name)
                     ON n.id = t.policy_after_id
                ORDER BY t.weight DESC, t.orderpoint_id
                """,
                SQL(", ").join(SQL.identifier(name) for name in names),
                self.id,
                self.env.uid,
                self.env.cr.now(),
                self.env.uid,
                self.env.cr.now(),
                SQL(", ").join(
                    sources.get(name, SQL("t.%s", SQL.identifier(name)))
                    for name in names
                ),
                list(trial.problems),
                list(trial.problems.values()),
                sorted(named),
                [trial.policy_names[key] for key in sorted(named)],
            )
        )
        self.env.cr.execute("DROP TABLE replenish_change_row")
        self.env.invalidate_all(flush=False)

    def _fingerprint(self):
        """Return a hash of everything this preview looked at, as it is now.

        Statistics move with every delivery and are left out: what counts is who is
        governed by what, and by which parameters.
        """
        self.env.flush_all()
        today = self.env["res.company"].browse(self.company_ids.ids)
        parts = [
            str([str(company._replenish_today()) for company in today]),
            str(self._settings(self.kind, self.payload)),
        ]
        queries = [
            SQL(
                """
                SELECT md5(string_agg(ROW(
                    o.id, o.active, o.policy_id, o.policy_source, o.policy_locked,
                    o.review_changes, o.parameters_on, o.safety_stock,
                    o.reorder_point, o.order_quantity, o.product_min_qty,
                    o.product_max_qty, o.abc_class, o.xyz_class, o.demand_pattern,
                    before.version, after.version, after.active
                )::text, ';' ORDER BY o.id))
                FROM stock_replenish_change_row r
                JOIN stock_warehouse_orderpoint o ON o.id = r.orderpoint_id
                LEFT JOIN stock_replenish_policy before ON before.id = o.policy_id
                LEFT JOIN stock_replenish_policy after ON after.id = r.policy_after_id
                WHERE r.change_id = %s
                """,
                self.id,
            )
        ]
        if self.kind in ("matrix", "classes", "adopt"):
            queries.append(
                SQL(
                    """
                    SELECT md5(string_agg(ROW(
                        id, sequence, active, company_id, warehouse_id, category_id,
                        abc_class, xyz_class, demand_pattern, policy_id
                    )::text, ';' ORDER BY id))
                    FROM stock_replenish_policy_rule
                    """
                )
            )
        for query in queries:
            self.env.cr.execute(query)
            parts.append(str(self.env.cr.fetchone()[0]))
        return "|".join(parts)
