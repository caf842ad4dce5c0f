from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .stock_replenish_change_trial import touched_rows

# More rows than this are planned by the next run, not while somebody waits.
PLAN_AT_ONCE = 500
# Columns of a rule that undoing puts back, with their types in the database.
RESTORED = (
    ("policy_id", "int4"),
    ("policy_source", "varchar"),
    ("is_governed", "bool"),
    ("review_changes", "bool"),
    ("parameters_on", "date"),
    ("safety_stock", "numeric"),
    ("reorder_point", "numeric"),
    ("order_quantity", "numeric"),
    ("product_min_qty", "numeric"),
    ("product_max_qty", "numeric"),
    ("qty_to_order", "numeric"),
    ("planned_policy_id", "int4"),
    ("planned_policy_version", "int4"),
)
RESTORED_CLASSES = (
    ("abc_class", "varchar"),
    ("xyz_class", "varchar"),
    ("demand_pattern", "varchar"),
    ("abc_pending", "varchar"),
    ("xyz_pending", "varchar"),
    ("abc_pending_count", "int4"),
    ("xyz_pending_count", "int4"),
)


class StockReplenishChange(models.Model):
    """Applying a preview, at once or as proposals to be reviewed."""

    _inherit = "stock.replenish.change"

    def action_apply(self):
        """Make the change; its rules are planned with it."""
        return self._own()._apply_as("direct").with_env(self.env)._shown()

    def action_apply_review(self):
        """Make the change, but have the new parameters of its rules reviewed first."""
        return self._own()._apply_as("review").with_env(self.env)._shown()

    def _apply_as(self, how):
        """Apply a preview, provided that it still holds.

        :param str how: 'direct' or 'review'
        """
        self._check_state(
            "preview", _("This preview was applied or discarded already.")
        )
        self._check_reach()
        stale = _(
            "Policies, classes or rules have changed since this preview was made, so "
            "it does not hold any more. Nothing was applied. Make a new preview."
        )
        if self._fingerprint() != self.basis:
            raise UserError(stale)
        # Who applies it may see less than who made the preview.
        self.sudo(False)._prepare(self.kind, self.payload)
        trial = self.env["stock.replenish.change.trial"]
        self._remember_rows()
        before = trial._rows(self.company_ids)
        created = self._make(self.kind, self.payload)
        touched = touched_rows(before, trial._rows(self.company_ids), self.kind)
        ids = before["id"][touched].tolist()
        if set(ids) != set(self.row_ids.orderpoint_id.ids):
            raise UserError(stale)
        self._note_policies()
        rows = self.env["stock.warehouse.orderpoint"].browse(ids)
        review = how == "review"
        rows.filtered(lambda row: row.review_changes != review).write(
            {"review_changes": review}
        )
        self.write(
            {
                "state": "applied",
                "applied_on": fields.Datetime.now(),
                "applied_uid": self.env.uid,
                "applied_as": how,
                "application": self._next_application(),
                "is_queued": not self._plan_or_queue(rows),
                "settings": {
                    **(self.settings or {}),
                    "created": created,
                    "after": self._settings(self.kind, self.payload),
                },
            }
        )
        return self

    def _check_reach(self):
        """Raise if the change reaches beyond the companies the user works in."""
        if self.hidden_count:
            raise UserError(self._hidden_words())
        missing = self.company_ids - self.env.companies
        if missing:
            raise UserError(
                _(
                    "This change touches rules of %(companies)s. Select these "
                    "companies at the top right, then try again.",
                    companies=", ".join(missing.mapped("display_name")),
                )
            )

    def _restored(self):
        """Return (column, type) of what undoing this change puts back."""
        return RESTORED + (RESTORED_CLASSES if self.kind == "classes" else ())

    def _remember_rows(self):
        """Keep the rules as they are, to put them back when the change is undone."""
        self.env.flush_all()
        pairs = [
            SQL("%s::text, o.%s", name, SQL.identifier(name))
            for name, _type in self._restored()
        ]
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_change_row r
                   SET restore = jsonb_build_object(%s)
                   FROM stock_warehouse_orderpoint o
                   WHERE r.change_id = %s AND o.id = r.orderpoint_id""",
                SQL(", ").join(pairs),
                self.id,
            )
        )
        self.env["stock.replenish.change.row"].invalidate_model(["restore"])

    def _note_policies(self):
        """Note which policies the rules follow now, new ones included."""
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_change_row r
                   SET policy_after_id = o.policy_id, source_after = o.policy_source
                   FROM stock_warehouse_orderpoint o
                   WHERE r.change_id = %s AND o.id = r.orderpoint_id""",
                self.id,
            )
        )
        self.env["stock.replenish.change.row"].invalidate_model(flush=False)

    def _next_application(self):
        self.env.cr.execute(
            "SELECT COALESCE(MAX(application), 0) + 1 FROM stock_replenish_change"
        )
        return self.env.cr.fetchone()[0]

    def _plan_or_queue(self, rows):
        """Plan rules now when they are few; else leave them to the next run.

        :return: True if they are planned
        """
        # What is archived orders nothing any more.
        rows = rows.filtered(lambda row: row.active and row.product_id.active)
        self.env.flush_all()
        if len(rows) <= PLAN_AT_ONCE:
            self.env["stock.replenish.run"]._plan_rows(rows)
            return True
        self.env["stock.replenish.dirty"]._mark(rows)
        self.env.ref("stock_replenish_sync.ir_cron_plan")._trigger()
        return False
