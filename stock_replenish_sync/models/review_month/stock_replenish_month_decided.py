from odoo import _, models

from .stock_replenish_month_cells import Cell, table


class StockReplenishMonth(models.TransientModel):
    """What people decided in a month."""

    _inherit = "stock.replenish.month"

    def _decided_tables(self):
        rows = [
            [Cell(what), Cell(count, "count"), Cell(value, "money")]
            for what, count, value in (
                *self._decided_suggestions(),
                *self._decided_parameters(),
                *self._decided_exceptions(),
            )
            if count
        ]
        columns = [_("What"), _("Times"), _("Value")]
        quiet = self._quiet_rows()
        return [
            table(_("What was decided"), columns, rows),
            table(
                _("What nobody wants to hear of any more"),
                [_("Kind of Exception"), _("Rules"), _("Because")],
                quiet,
            ),
        ]

    def _of_month(self, name):
        """Return the domain of the company's rows with a moment in the month."""
        scope = self._scope()
        return [
            ("company_id", "=", scope.company.id),
            (name, ">=", scope.start),
            (name, "<", scope.end),
        ]

    def _decided_suggestions(self):
        """Yield (words, count, value) of suggestions that were ordered or rejected."""
        suggestions = self.env["stock.replenish.suggestion"]
        ordered = [("state", "=", "ordered"), *self._of_month("ordered_on")]
        rejected = [("state", "=", "rejected"), *self._of_month("rejected_on")]
        for what, domain in (
            (_("Suggestions ordered"), [("is_typed", "=", False), *ordered]),
            (_("Typed quantities ordered"), [("is_typed", "=", True), *ordered]),
            (_("Suggestions rejected"), rejected),
        ):
            [(count, value)] = suggestions._read_group(
                domain, [], ["__count", "value:sum"]
            )
            yield what, count, value or 0.0

    def _decided_parameters(self):
        """Yield (words, count, effect on stock) of parameters and changes of policies.

        What a plan put in force by itself has nobody decided.
        """
        decisions = self.env["stock.replenish.decision"]
        for what, state in (
            (_("Parameters accepted, effect on stock"), "accepted"),
            (_("Parameters rejected, effect they would have had"), "rejected"),
        ):
            [(count, value)] = decisions._read_group(
                [("state", "=", state), *self._of_month("reviewed_on")],
                [],
                ["__count", "stock_value_delta:sum"],
            )
            yield what, count, value or 0.0
        scope = self._scope()
        changes = self.env["stock.replenish.change"]._read_group(
            [
                ("state", "=", "applied"),
                ("company_ids", "in", scope.company.ids),
                # Of several companies the money cannot be told apart.
                ("company_ids", "not any", [("id", "not in", scope.company.ids)]),
                ("applied_on", ">=", scope.start),
                ("applied_on", "<", scope.end),
            ],
            [],
            ["__count", "stock_value_delta:sum"],
        )
        [(count, value)] = changes
        yield _("Changes of policies applied, effect on stock"), count, value or 0.0

    def _decided_exceptions(self):
        """Yield (words, count, at risk) of what was done about exceptions."""
        episodes = self.env["stock.replenish.exception.episode"]
        words = dict(episodes._fields["acted_how"]._description_selection(self.env))
        acted = episodes._read_group(
            self._of_month("acted_on"),
            ["acted_how"],
            ["__count", "value:sum"],
            order="value:sum desc",
        )
        for how, count, value in acted:
            yield (
                _("Exceptions: %s", words.get(how) or _("other")),
                count,
                value or 0.0,
            )

    def _quiet_rows(self):
        """Return rows of kinds that were switched off or muted in the month."""
        kinds = self.env["stock.replenish.exception.kind"].search(
            [("is_on", "=", False), *self._of_month("write_date")]
        )
        labels = dict(kinds._kinds())
        rows = [
            [Cell(labels.get(row.kind)), Cell(_("all")), Cell(row.reason or "")]
            for row in kinds
            if row.reason
        ]
        mutes = self.env["stock.replenish.exception.mute"]._read_group(
            self._of_month("create_date"),
            ["kind", "reason"],
            ["__count"],
            order="__count desc",
        )
        for kind, reason, count in mutes:
            rows.append(
                [Cell(labels.get(kind)), Cell(count, "count"), Cell(reason or "")]
            )
        return rows
