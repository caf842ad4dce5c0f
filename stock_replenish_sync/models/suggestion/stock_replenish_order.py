import logging
from dataclasses import dataclass, field

from odoo import _, fields, models, registry
from odoo.exceptions import UserError
from odoo.tools import SQL, float_compare, split_every

from ...tools import error_words, isolate, notification
from ...tools.locks import NO_KEY, lock_rows
from .stock_replenish_suggestion import OPEN_STATES

_logger = logging.getLogger(__name__)

BATCH = 200
# An approval covers the value it was given for, with some play.
APPROVAL_PLAY = 1.1


@dataclass
class OrderOutcome:
    """What an ordering call did: ids of suggestions, and (orderpoint id, message)."""

    ordered: list = field(default_factory=list)
    failures: list = field(default_factory=list)


class StockReplenishOrder(models.AbstractModel):
    """Turns due suggestions into Odoo's orders, each of them once.

    The orderpoint and its suggestions are locked, read again, run through
    `procurement.group` and marked ordered in one savepoint: either all of it happened
    or none of it.
    """

    _name = "stock.replenish.order"
    _description = "Replenishment Planning: ordering"

    def _order_orderpoints(
        self, orderpoints, use_new_cursor=False, raise_user_error=True
    ):
        """Order what is due of governed orderpoints.

        :param use_new_cursor: work in committed batches of their own, as core's
            scheduler does
        :param raise_user_error: raise what goes wrong with a single orderpoint;
            with several of them the others go on and the problem is recorded
        :return: :class:`OrderOutcome`
        """
        outcome = OrderOutcome()
        for ids in split_every(BATCH, orderpoints.ids):
            if use_new_cursor:
                with registry(self.env.cr.dbname).cursor() as cr:
                    service = self.with_env(self.env(cr=cr))
                    service._order_committed(list(ids), outcome)
            else:
                self._order_batch(list(ids), outcome)
        if raise_user_error and len(orderpoints) == 1:
            self._raise_problem(orderpoints, outcome)
        return outcome

    def _order_committed(self, ids, outcome):
        """Order one batch as a transaction; what loses every race waits.

        Its suggestions stay due, so the next ordering run takes them up. An error here
        would stop core's scheduler with all that is still to come.
        """
        tries = []

        def step():
            tries.append(OrderOutcome())
            self._order_batch(ids, tries[-1], skip_locked=True)

        if self.env["stock.replenish.commit"]._attempt(step):
            outcome.ordered += tries[-1].ordered
            outcome.failures += tries[-1].failures
        else:
            _logger.warning("%s rows were in use all the time", len(ids))

    def _raise_problem(self, orderpoint, outcome):
        """Tell a person who orders one row why nothing came of it."""
        if outcome.failures:
            raise UserError(outcome.failures[0][1])
        if not outcome.ordered and orderpoint.plan_status == "failed":
            raise UserError(self._unplanned_sentence(orderpoint))

    def _unplanned_sentence(self, orderpoint):
        """Say why a row could not be planned."""
        problem = (
            self.env["stock.replenish.exception"]
            .sudo()
            .search(
                [
                    ("orderpoint_id", "=", orderpoint.id),
                    ("kind", "in", ("planning_error", "master_data")),
                    ("is_present", "=", True),
                ],
                limit=1,
            )
            .problem
        )
        return _(
            "%(product)s cannot be planned: %(problem)s",
            product=orderpoint.product_id.display_name,
            problem=problem or _("see Exceptions"),
        )

    def _order_batch(self, ids, outcome, skip_locked=False):
        """Order one batch; record who failed and why."""
        ids = self._lock(ids, skip_locked)
        orderpoints = self.env["stock.warehouse.orderpoint"].browse(ids)
        stale = orderpoints._filter_stale()
        if stale:
            self.env["stock.replenish.run"]._plan_rows(stale)
        ordered = {}

        def job(part):
            ordered.update(self._run_procurements(part))

        failed = isolate(self.env.cr, ids, job)
        failures = [(row, error_words(error)) for row, error in failed]
        lost = {row for row, _text in failures}
        for row, suggestions in ordered.items():
            if row not in lost:
                outcome.ordered += suggestions
        outcome.failures += failures
        self.env["stock.replenish.exception"]._report(
            [(row, "order_error", "procurement", text) for row, text in failures],
            ["order_error"],
            ids,
        )

    def _lock(self, ids, skip_locked):
        """Lock orderpoints against plans and other orders; return those got."""
        orderpoints = self.env["stock.warehouse.orderpoint"]
        orderpoints.flush_model()
        return lock_rows(
            self.env.cr,
            orderpoints._table,
            ids,
            SQL("is_governed AND active"),
            NO_KEY,
            skip_locked,
        )

    def _run_procurements(self, ids):
        """Order what is due of these orderpoints, and use it up.

        :return: dict of orderpoint id -> ids of the suggestions ordered
        """
        orderpoints = self.env["stock.warehouse.orderpoint"].browse(ids)
        suggestions = self._due_suggestions(orderpoints)
        if not suggestions:
            return {}
        self._run_suggestions(suggestions)
        ordered = {}
        for suggestion in suggestions:
            ordered.setdefault(suggestion.orderpoint_id.id, []).append(suggestion.id)
        return ordered

    def _run_suggestions(self, suggestions):
        """Make the documents of locked suggestions and mark these ordered."""
        self._check_lanes(suggestions)
        group = self.env["procurement.group"]
        orderpoints = suggestions.orderpoint_id
        procurements = []
        days = suggestions._order_days()
        for suggestion in suggestions:
            orderpoint = suggestion.orderpoint_id.with_company(suggestion.company_id)
            procurements.append(
                group.Procurement(
                    orderpoint.product_id,
                    suggestion.quantity,
                    orderpoint.product_uom,
                    orderpoint.location_id,
                    orderpoint.name,
                    orderpoint.name,
                    orderpoint.company_id,
                    orderpoint._procurement_values_of(suggestion, days[suggestion.id]),
                )
            )
        for company in suggestions.company_id:
            group.with_company(company).with_context(from_orderpoint=True).run(
                [row for row in procurements if row.company_id == company],
                raise_user_error=False,
            )
        suggestions._mark_ordered()
        for company in orderpoints.company_id:
            orderpoints.filtered(
                lambda row, company=company: row.company_id == company
            ).with_company(company)._post_process_scheduler()
        self.env["stock.replenish.apply"]._write_due(
            orderpoints.ids, forget_typed=True, ordered=True
        )
        self.env["stock.replenish.dirty"]._mark(
            orderpoints | self._sources_of(suggestions)
        )

    def _sources_of(self, suggestions):
        """Return the governed rules that the ordered transfers draw from."""
        transfers = suggestions.filtered("source_warehouse_id")
        if not transfers:
            return self.env["stock.warehouse.orderpoint"]
        return (
            self.env["stock.warehouse.orderpoint"]
            .sudo()
            .search(
                [
                    ("warehouse_id", "in", transfers.source_warehouse_id.ids),
                    ("product_id", "in", transfers.product_id.ids),
                    ("is_governed", "=", True),
                ]
            )
        )

    def _due_suggestions(self, orderpoints):
        """Lock and return what is due; a typed quantity takes the place of it.

        What an older plan left on a row that can no longer be planned is not ordered.
        """
        Suggestion = self.env["stock.replenish.suggestion"].sudo()
        Suggestion.flush_model()
        due = Suggestion
        for company in orderpoints.company_id:
            self.env.cr.execute(
                SQL(
                    """SELECT id FROM stock_replenish_suggestion
                       WHERE state = 'proposed' AND orderpoint_id = ANY(%s)
                         AND due_date <= %s
                       ORDER BY orderpoint_id, due_date, id FOR UPDATE""",
                    orderpoints.filtered(
                        lambda row, company=company: (
                            row.company_id == company and row.plan_status != "failed"
                        )
                    ).ids,
                    company._replenish_today(),
                )
            )
            due |= Suggestion.browse([row for (row,) in self.env.cr.fetchall()])
        for orderpoint in orderpoints.filtered("typed_on"):
            due = due.filtered(
                lambda row, orderpoint=orderpoint: row.orderpoint_id != orderpoint
            ) | self._typed_suggestions(orderpoint)
        return due

    def _typed_suggestions(self, orderpoint):
        """Return the suggestions that stand for a typed quantity, if it is positive."""
        Suggestion = self.env["stock.replenish.suggestion"].sudo()
        rounding = orderpoint.product_uom.rounding
        quantity = orderpoint.typed_qty
        if float_compare(quantity, 0.0, precision_rounding=rounding) <= 0:
            return Suggestion
        # What waits for approval is replaced too: the typed quantity answers it.
        replaced = Suggestion.search(
            [
                ("orderpoint_id", "=", orderpoint.id),
                ("state", "in", OPEN_STATES),
                ("due_date", "<=", orderpoint.company_id._replenish_today()),
            ]
        )
        shares = self._typed_shares(orderpoint, quantity, replaced)
        vals_list = [
            {
                **orderpoint.sudo()._typed_suggestion_values(share, suggestion),
                "proposed_quantity": proposed,
            }
            for (share, suggestion), proposed in zip(
                shares, self._proposed_shares(shares, replaced), strict=True
            )
        ]
        value = sum(values["value"] for values in vals_list)
        approved = self._check_approval(orderpoint.sudo(), value, replaced)
        replaced.write({"state": "superseded"})
        return Suggestion.create(
            [{**values, "approved_value": approved} for values in vals_list]
        )

    def _check_approval(self, orderpoint, value, replaced):
        """Raise if a typed quantity is worth more than may go without approval.

        What was typed and ordered earlier today counts too: parts below the limit
        must not add up to an order above it.

        :return: the approved value that covers this one, 0 if none does
        """
        policy = orderpoint.policy_id
        limit = policy.approval_limit
        approved = max(replaced.mapped("approved_value"), default=0.0)
        if approved and value <= approved * APPROVAL_PLAY:
            return approved
        if limit:
            value += self._typed_today(orderpoint)
        if limit and value > limit:
            currency = orderpoint.currency_id
            raise UserError(
                _(
                    "%(product)s: what was typed today is worth %(value)s. Policy "
                    "%(policy)s wants orders above %(limit)s approved. Type less, or "
                    "plan again and have the suggestion approved.",
                    product=orderpoint.product_id.display_name,
                    value=currency.format(value),
                    policy=policy.name,
                    limit=currency.format(limit),
                )
            )

        return 0.0

    def _typed_today(self, orderpoint):
        """Return the value ordered today as typed, and not covered by an approval."""
        company = orderpoint.company_id
        today = company._replenish_today()
        rows = (
            self.env["stock.replenish.suggestion"]
            .sudo()
            .search(
                [
                    ("orderpoint_id", "=", orderpoint.id),
                    ("state", "=", "ordered"),
                    ("is_typed", "=", True),
                    ("approved_value", "=", 0),
                    (
                        "ordered_on",
                        ">=",
                        fields.Datetime.subtract(fields.Datetime.now(), days=2),
                    ),
                ]
            )
        )
        return sum(
            row.value for row in rows if company._replenish_day(row.ordered_on) == today
        )

    def _order_now(self, suggestions):
        """Order suggestions a person picked, due or not; return a notification."""
        ids = self._lock(suggestions.orderpoint_id.ids, skip_locked=False)
        orderpoints = self.env["stock.warehouse.orderpoint"].browse(ids)
        before = {row.id: row.quantity for row in suggestions}
        moved = orderpoints._plan_stale()
        moved |= suggestions.filtered(
            lambda row: row.quantity != before[row.id]
        ).orderpoint_id
        ids = (orderpoints - moved).ids
        suggestions.flush_model()
        chosen = lock_rows(
            self.env.cr,
            suggestions._table,
            suggestions.ids,
            SQL("state = 'proposed' AND orderpoint_id = ANY(%s)", ids),
        )
        failed = isolate(
            self.env.cr,
            chosen,
            lambda part: self._run_suggestions(suggestions.browse(part)),
        )
        if len(chosen) == 1 and failed:
            raise UserError(error_words(failed[0][1]))
        if moved:
            return moved._changed_notification()
        done = set(chosen) - {row for row, _error in failed}
        ordered = suggestions.filtered(lambda row: row.id in done)
        return self._notification(ordered, failed)

    def _notification(self, ordered, failed):
        message = ordered._ordered_words()
        if failed:
            message += " " + _(
                "%(count)s failed: %(first)s",
                count=len(failed),
                first=error_words(failed[0][1]),
            )
        return notification(message, kind="warning" if failed else "success")
