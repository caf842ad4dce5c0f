from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..suggestion.stock_replenish_suggestion import OPEN_STATES
from .stock_replenish_change_apply import PLAN_AT_ONCE

NAMED = 5
# What settings are of → the key they are kept by.
_SETTINGS = (
    ("stock.replenish.policy", "policy"),
    ("stock.replenish.policy.rule", "lines"),
    ("res.company", "company"),
)


class StockReplenishChange(models.Model):
    """Undoing the last application: settings, rules and parameters as they were."""

    _inherit = "stock.replenish.change"

    def action_undo(self):
        """Put everything back as it was before; what was ordered stays ordered."""
        return self._own()._undo().with_env(self.env)._shown()

    def _undo(self):
        self._check_state(
            "applied", _("Only what is applied can be undone; refresh the screen.")
        )
        self._check_reach()
        self._check_undoable()
        rows = self.row_ids.orderpoint_id
        self._restore_settings()
        self._restore_rows(rows)
        self._remove_created()
        self._withdraw(rows)
        planned = self._plan_or_queue(rows)
        self.write(
            {
                "state": "undone",
                "undone_on": fields.Datetime.now(),
                "undone_uid": self.env.uid,
                "ordered_count": self._count_ordered(rows),
                "is_queued": not planned,
            }
        )
        return self

    # ------------------------------------------------------------------
    # Whether it can be undone
    # ------------------------------------------------------------------

    def _check_undoable(self):
        """Raise if somebody has changed since what this change had changed."""
        if self.row_count and not self.row_ids:
            raise UserError(
                _(
                    "This was applied too long ago: what its rules were before is "
                    "forgotten. Nothing was undone; make a new change instead."
                )
            )
        self.env.flush_all()
        conflicts = [
            *self._later_conflicts(),
            *self._setting_conflicts(),
            *self._row_conflicts(),
            *self._lock_conflicts(),
            *self._gone_conflicts(),
        ]
        if conflicts:
            raise UserError(
                _(
                    "Nothing was undone, since others have changed this meanwhile:\n"
                    "%(conflicts)s",
                    conflicts="\n".join(f"• {conflict}" for conflict in conflicts),
                )
            )

    def _later_conflicts(self):
        """Return what to undo first: later changes of the same rules."""
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT later.id
                FROM stock_replenish_change_row mine
                JOIN stock_replenish_change_row other
                     ON other.orderpoint_id = mine.orderpoint_id
                JOIN stock_replenish_change later ON later.id = other.change_id
                WHERE mine.change_id = %s AND later.state = 'applied'
                  AND later.application > %s
                ORDER BY later.id
                """,
                self.id,
                self.application,
            )
        )
        later = self.browse([row for (row,) in self.env.cr.fetchall()])
        return [
            _("The later change “%s”: undo that one first.", change.name)
            for change in later[:NAMED]
        ]

    def _setting_conflicts(self):
        """Return settings that are not what this change has made of them."""
        now = self._settings(self.kind, self.payload)
        after = (self.settings or {}).get("after") or {}
        conflicts = []
        for model, key in _SETTINGS:
            for record_id, values in (after.get(key) or {}).items():
                record = self.env[model].browse(int(record_id)).exists()
                current = (now.get(key) or {}).get(int(record_id)) or (
                    now.get(key) or {}
                ).get(record_id)
                if not record or _differ(values, current):
                    conflicts.append(
                        _(
                            "The settings of “%s” were changed again.",
                            record.display_name or _("a deleted policy"),
                        )
                    )
        return conflicts

    def _row_conflicts(self):
        """Return the rules that follow another policy, or have another min or max."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT o.id
                FROM stock_replenish_change_row r
                JOIN stock_warehouse_orderpoint o ON o.id = r.orderpoint_id
                WHERE r.change_id = %s AND (
                    r.restore IS NULL
                    OR o.policy_id IS DISTINCT FROM r.policy_after_id
                    OR o.policy_source IS DISTINCT FROM r.source_after
                    OR (r.status = 'neutral' AND (
                        o.product_min_qty, o.product_max_qty
                    ) IS DISTINCT FROM (
                        (r.restore->>'product_min_qty')::numeric,
                        (r.restore->>'product_max_qty')::numeric
                    ))
                )
                ORDER BY o.id
                """,
                self.id,
            )
        )
        ids = [row for (row,) in self.env.cr.fetchall()]
        if not ids:
            return []
        names = self._row_names(ids)
        return [_("Rules with another policy, minimum or maximum: %s.", names)]

    def _lock_conflicts(self):
        """Return the rules that were locked since and would change their policy."""
        self.env.cr.execute(
            SQL(
                """
                SELECT o.id
                FROM stock_replenish_change_row r
                JOIN stock_warehouse_orderpoint o ON o.id = r.orderpoint_id
                WHERE r.change_id = %s AND o.policy_locked
                  AND (o.policy_id, o.policy_source) IS DISTINCT FROM (
                      (r.restore->>'policy_id')::int4, r.restore->>'policy_source'
                  )
                ORDER BY o.id
                """,
                self.id,
            )
        )
        ids = [row for (row,) in self.env.cr.fetchall()]
        locked = self._locked(self.env["stock.warehouse.orderpoint"].browse(ids))
        if not locked:
            return []
        return [_("Rules locked meanwhile: %s.", self._row_names(locked.ids))]

    def _gone_conflicts(self):
        """Return what settings and rules were, but is deleted."""
        before = self.settings or {}
        conflicts = []
        for model, key in (
            ("stock.replenish.policy", "policy"),
            ("stock.replenish.policy.rule", "lines"),
        ):
            for values in (before.get(key) or {}).values():
                for name, value in values.items():
                    field = self.env[model]._fields[name]
                    if field.type == "many2one" and value:
                        record = self.env[field.comodel_name].browse(value)
                        if not record.exists():
                            conflicts.append(self._gone_words(field))
        self.env.cr.execute(
            SQL(
                """
                SELECT 1 FROM stock_replenish_change_row r
                WHERE r.change_id = %s AND r.restore->>'policy_id' IS NOT NULL
                  AND NOT EXISTS (
                      SELECT 1 FROM stock_replenish_policy p
                      WHERE p.id = (r.restore->>'policy_id')::int4
                  )
                LIMIT 1
                """,
                self.id,
            )
        )
        if self.env.cr.fetchone():
            field = self.env["stock.warehouse.orderpoint"]._fields["policy_id"]
            conflicts.append(self._gone_words(field))
        return list(dict.fromkeys(conflicts))

    def _gone_words(self, field):
        return _(
            "%s: what was chosen before has been deleted.",
            field._description_string(self.env),
        )

    def _row_names(self, ids):
        """Return the names of the first few rules, and how many more there are."""
        shown = self.env["stock.warehouse.orderpoint"].browse(ids[:NAMED])
        names = ", ".join(
            f"{row.product_id.display_name} ({row.warehouse_id.code})" for row in shown
        )
        if len(ids) > NAMED:
            names = _(
                "%(names)s and %(count)s more", names=names, count=len(ids) - NAMED
            )
        return names

    # ------------------------------------------------------------------
    # Putting back
    # ------------------------------------------------------------------

    def _restore_settings(self):
        """Write settings as they were."""
        before = self.settings or {}
        for model, key in _SETTINGS:
            for record_id, values in (before.get(key) or {}).items():
                self.env[model].browse(int(record_id)).write(values)
        self.env.flush_all()

    def _restore_rows(self, rows):
        """Put columns of the rules back, in one statement.

        A policy counts its changes, so a plan that was made with its settings of
        before is one of the version they have now.
        """
        restored = self._restored()
        parts = [
            SQL("(r.restore->>%s)::%s", name, SQL(kind)) for name, kind in restored
        ]
        # A policy deleted since empties this column, but not what is remembered of it.
        place = [name for name, _kind in restored].index("planned_policy_id")
        parts[place] = SQL(
            "(SELECT id FROM stock_replenish_policy WHERE id = %s)", parts[place]
        )
        self.env.cr.execute(
            SQL(
                """UPDATE stock_warehouse_orderpoint o SET (%s) = ROW(%s)
                   FROM stock_replenish_change_row r
                   WHERE r.change_id = %s AND o.id = r.orderpoint_id""",
                SQL(", ").join(SQL.identifier(name) for name, _type in restored),
                SQL(", ").join(parts),
                self.id,
            )
        )
        if self.kind == "policy":
            self.env.cr.execute(
                SQL(
                    """UPDATE stock_warehouse_orderpoint o
                       SET planned_policy_version = %s
                       FROM stock_replenish_change_row r
                       WHERE r.change_id = %s AND o.id = r.orderpoint_id
                         AND o.planned_policy_id = %s AND o.planned_policy_version = %s
                    """,
                    self.policy_id.version,
                    self.id,
                    self.policy_id.id,
                    self.settings["version"],
                )
            )
        rows.invalidate_recordset(flush=False)
        # What core computes of rules that it decides on again. Of many, as it was:
        # core's scheduler computes it anew before it orders.
        if len(rows) <= PLAN_AT_ONCE:
            Orderpoint = self.env["stock.warehouse.orderpoint"]
            self.env.add_to_compute(
                Orderpoint._fields["qty_to_order"],
                rows.filtered(lambda row: not row.is_governed),
            )

    def _remove_created(self):
        """Remove the lines and policies that this change had made.

        A policy that something was ordered by is archived: its name explains the
        order.
        """
        created = (self.settings or {}).get("created") or {}
        self.env["stock.replenish.policy.rule"].browse(
            created.get("lines") or []
        ).exists().unlink()
        policies = (
            self.env["stock.replenish.policy"]
            .browse(created.get("policies") or [])
            .exists()
        )
        used = (
            self.env["stock.replenish.suggestion"]
            .search([("policy_id", "in", policies.ids), ("state", "=", "ordered")])
            .policy_id
        )
        governing = policies.filtered(
            lambda policy: policy.with_context(active_test=False).orderpoint_ids
        )
        used |= governing
        used.write({"active": False})
        (policies - used).unlink()

    def _withdraw(self, rows):
        """Withdraw what was suggested and decided on since."""
        self.env["stock.replenish.suggestion"].search(
            [("orderpoint_id", "in", rows.ids), ("state", "in", OPEN_STATES)]
        ).write({"state": "superseded"})
        self.env["stock.replenish.decision"].search(
            [
                ("orderpoint_id", "in", rows.ids),
                ("create_date", ">=", self.applied_on),
                ("state", "in", ("applied", "accepted", "to_review")),
            ]
        ).write({"state": "superseded"})
        rows._refresh_from_suggestions()

    def _count_ordered(self, rows):
        """Return how many suggestions became orders since the change was applied."""
        return self.env["stock.replenish.suggestion"].search_count(
            [
                ("orderpoint_id", "in", rows.ids),
                ("state", "=", "ordered"),
                ("ordered_on", ">=", self.applied_on),
            ]
        )


def _differ(values, current):
    """Tell whether a setting is not what it was set to."""
    return current is None or any(
        current.get(name) != value for name, value in values.items()
    )
