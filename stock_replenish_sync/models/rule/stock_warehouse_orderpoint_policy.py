import itertools

from odoo import fields, models
from odoo.tools import SQL

from ..suggestion.stock_replenish_suggestion import OPEN_STATES

# Computed from the policy; statements that change the policy write them along.
FOLLOWING = ("is_governed", "qty_to_order")
# What ends with a policy.
SETTLED = ("plan_status", "typed_on", "parameters_on", "review_changes")


class StockWarehouseOrderpoint(models.Model):
    """Rows that get another policy: as many as there are, in a few statements.

    The matrix moves a hundred thousand rows in a night; through records, each would be
    read whole, computed and written on its own.
    """

    _inherit = "stock.warehouse.orderpoint"

    def _assign_policy(self, policy, source, planned=frozenset()):
        """Give these rows a policy chosen by `source`.

        The effect is that of writing both fields, but that rows which Odoo's own rule
        decides on before and after keep the quantity it last found.

        :param planned: ids of rows that are planned next anyway, and not queued for it
        :return: number of rows whose policy changed
        """
        self._check_fields({"policy_id", "policy_source"})
        self.check_access_rights("write")
        self.check_access_rule("write")
        self.flush_model()
        changed, released = self._move_to(policy, source)
        self._name_source(policy, source)
        self.env.add_to_compute(self._fields["qty_to_order"], released)
        if changed:
            changed._follow_policy(planned)
        return len(changed)

    def _move_to(self, policy, source):
        """Write the policy where it is another one.

        :return: rows that changed, and those of them that were governed until now
        """
        governed = self._governed_by(policy)
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_warehouse_orderpoint o
                SET policy_id = %(policy)s, policy_source = %(source)s,
                    is_governed = %(governed)s, %(settled)s
                FROM stock_warehouse_orderpoint old
                WHERE o.id = ANY(%(ids)s) AND old.id = o.id
                  AND o.policy_id IS DISTINCT FROM %(policy)s
                RETURNING o.id, o.company_id, old.is_governed AND NOT o.is_governed
                """,
                policy=policy.id or None,
                source=source,
                governed=governed,
                settled=self._settled(governed, not policy),
                ids=self.ids,
            )
        )
        rows = self.env.cr.fetchall()
        changed = self.browse([row for row, _company, _released in rows])
        if changed:
            changed._written(["policy_id", "policy_source", "is_governed", *SETTLED])
            policies = self.env["stock.replenish.policy"]
            policies.invalidate_model(["orderpoint_ids"], flush=False)
            one_of_each = {company: row for row, company, _released in rows}
            checked = self.browse(one_of_each.values())
            checked._check_company(["policy_id"])
            checked._check_policy_active()
        return changed, self.browse([row for row, _company, gone in rows if gone])

    def _name_source(self, policy, source):
        """Write who chose the policy, where somebody else did before."""
        self.env.cr.execute(
            SQL(
                """UPDATE stock_warehouse_orderpoint
                   SET policy_source = %s, write_uid = %s, write_date = %s
                   WHERE id = ANY(%s) AND policy_id IS NOT DISTINCT FROM %s
                     AND policy_source != %s
                   RETURNING id""",
                source,
                self.env.uid,
                fields.Datetime.now(),
                self.ids,
                policy.id or None,
                source,
            )
        )
        named = self.browse([row for (row,) in self.env.cr.fetchall()])
        named._written(["policy_source"])

    def _governed_by(self, policy):
        """Return SQL that tells whether a row is governed by a policy.

        The answers are those of the compute method, by what it depends on.
        """
        day = fields.Date.today()
        answers = [
            self.new(
                {
                    "policy_id": policy.id,
                    "parameters_on": accepted and day,
                    "review_changes": reviewed,
                }
            ).is_governed
            for accepted, reviewed in itertools.product((False, True), repeat=2)
        ]
        return SQL(
            """(%s::bool[])[1 + 2 * (o.parameters_on IS NOT NULL)::int
                            + COALESCE(o.review_changes, FALSE)::int]""",
            answers,
        )

    def _settled(self, governed, unruled):
        """Return the assignments of columns that end with a row's old policy.

        What the old policy said or proposed is no answer of the new one. Where nothing
        governs, typed quantities end, and so do parameters: a policy under review given
        later would govern at once, by what nobody accepted for it. A row without
        policy has nothing to review.

        :param SQL governed: whether row `o` is governed by now
        :param unruled: whether it has no policy by now
        """
        return SQL(
            """plan_status = 'not_planned',
               typed_on = CASE WHEN %(governed)s THEN o.typed_on END,
               parameters_on = CASE WHEN %(governed)s THEN o.parameters_on END,
               review_changes = CASE WHEN %(unruled)s THEN FALSE
                   ELSE o.review_changes END,
               write_uid = %(uid)s, write_date = %(now)s""",
            governed=governed,
            unruled=unruled,
            uid=self.env.uid,
            now=fields.Datetime.now(),
        )

    def _after_policy_change(self):
        """Bring rows in line with a policy that was written through records."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE stock_warehouse_orderpoint o SET %s WHERE o.id = ANY(%s)",
                self._settled(SQL("o.is_governed"), SQL("o.policy_id IS NULL")),
                self.ids,
            )
        )
        self._written(SETTLED)
        self._follow_policy()

    def _follow_policy(self, planned=frozenset()):
        """Withdraw suggestions of rows nothing governs any more; queue the rest.

        :param planned: ids of rows that are planned next anyway
        """
        self._withdraw_suggestions(SQL("o.is_governed IS NOT TRUE"))
        self.env["stock.replenish.decide"].sudo()._supersede(self.ids)
        queued = self.browse([row for row in self.ids if row not in planned])
        self.env["stock.replenish.dirty"].sudo()._mark(queued)
        self._refresh_from_suggestions()

    def _withdraw_suggestions(self, among=None):
        """Take back what is still open for rows that are planned no more.

        :param SQL among: only for rows `o` that this is true of
        """
        if not self:
            return
        suggestions = self.env["stock.replenish.suggestion"].sudo()
        suggestions.flush_model(["state", "orderpoint_id"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_suggestion g
                SET state = 'superseded', write_uid = %s, write_date = %s
                FROM stock_warehouse_orderpoint o
                WHERE o.id = g.orderpoint_id AND g.orderpoint_id = ANY(%s)
                  AND g.state = ANY(%s) AND %s
                RETURNING g.id
                """,
                self.env.uid,
                fields.Datetime.now(),
                self.ids,
                list(OPEN_STATES),
                among or SQL("TRUE"),
            )
        )
        withdrawn = suggestions.browse([row for (row,) in self.env.cr.fetchall()])
        if withdrawn:
            withdrawn.invalidate_recordset(["state"], flush=False)
            withdrawn.modified(["state"])
            self.invalidate_model(["suggestion_ids"], flush=False)

    def _written(self, names):
        """Tell the ORM that statements wrote these columns, and what follows of them.

        Fields of others that depend on them are computed anew.
        """
        following = [self._fields[name] for name in FOLLOWING]
        waiting = [self.env.records_to_compute(field) for field in following]
        self.invalidate_model([*names, *FOLLOWING], flush=False)
        self.modified(names)
        for field, before in zip(following, waiting, strict=True):
            self.env.remove_to_compute(field, self - before)
