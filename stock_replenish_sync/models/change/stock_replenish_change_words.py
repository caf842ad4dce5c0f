from odoo import _, api, models
from odoo.tools import format_amount, format_datetime

from .stock_replenish_change_row import signed

# Settings that people read as a percentage.
_SHARES = (
    "service_level",
    "tolerance",
    "holding_rate",
    "replenish_abc_a_share",
    "replenish_abc_b_share",
)


class StockReplenishChange(models.Model):
    """What a change says to people: its name, the sentence and the notes."""

    _inherit = "stock.replenish.change"

    @api.depends_context("lang")
    @api.depends("row_count", "state")
    def _compute_sentence(self):
        for change in self:
            change.sentence = change._sentence()

    def _sentence(self):
        """Return in one sentence what the change does."""
        if not self.row_count:
            return _(
                "No reordering rule is touched; stock and orders stay as they are."
            )
        names = {
            "rules": self._touched_words(),
            "value": self._signed_whole_amount(self.stock_value_delta),
            "due": _("1 order due tomorrow")
            if self.due_count_after == 1
            else _("%s orders due tomorrow", self.due_count_after),
            "before": self.due_count_before,
        }
        if self.stock_value_before:
            names["percent"] = self._signed_percent(
                self.stock_value_delta / self.stock_value_before
            )
            return _(
                "%(rules)s; stock value %(value)s (%(percent)s), %(due)s instead of "
                "%(before)s.",
                **names,
            )
        return _(
            "%(rules)s; stock value %(value)s, %(due)s instead of %(before)s.",
            **names,
        )

    def _touched_words(self):
        """Return how many rules are touched, and how."""
        if self.kind == "policy":
            if self.row_count == 1:
                return _("1 rule follows this policy")
            return _("%s rules follow this policy", self.row_count)
        parts = []
        if self.class_count:
            parts.append(
                _("1 rule changes class")
                if self.class_count == 1
                else _("%s rules change class", self.class_count)
            )
        if self.moved_count or not parts:
            parts.append(
                _("1 rule follows another policy")
                if self.moved_count == 1
                else _("%s rules follow another policy", self.moved_count)
            )
        return ", ".join(parts)

    @api.depends_context("lang")
    @api.depends("row_count", "state", "is_queued", "ordered_count")
    def _compute_note(self):
        for change in self:
            change.note = "\n".join(change._notes())

    def _notes(self):
        """Return what else is to be known before deciding, a sentence each."""
        notes = []
        counted = (
            (
                self.review_count,
                _("Rules that change only after review, as their policy says: %s."),
            ),
            (
                self.kept_count,
                _("Rules that keep their parameters, within the tolerance: %s."),
            ),
            (
                self.failed_count,
                _(
                    "Rules that cannot be planned and stay as they are: %s. See the "
                    "list for the reason."
                ),
            ),
            (
                self.typed_count,
                _(
                    "Typed quantities that are dropped, and stay so if this is undone: "
                    "%s."
                ),
            ),
            (self.locked_count, _("Locked rules, not touched: %s.")),
        )
        for count, words in counted:
            if count:
                notes.append(words % count)
        if self.row_count and len(self.company_ids.currency_id) > 1:
            notes.append(_("Money of several currencies, converted at today's rate."))
        if self.is_queued and self.state in ("applied", "undone"):
            notes.append(_("The rules are being planned in the background; see Runs."))
        if self.state == "undone" and self.ordered_count:
            notes.append(self._ordered_words())
        return notes

    def _ordered_words(self):
        """Return what stays ordered after undoing."""
        if self.ordered_count == 1:
            return _("1 order made meanwhile stays.")
        return _("%s orders made meanwhile stay.", self.ordered_count)

    @api.depends_context("lang")
    @api.depends("hidden_count")
    def _compute_obstacle(self):
        for change in self:
            change.obstacle = change._hidden_words() if change.hidden_count else False

    @api.depends_context("lang", "tz")
    @api.depends("state")
    def _compute_outcome(self):
        for change in self:
            change.outcome = change._outcome_words()

    def _outcome_words(self):
        """Return who applied or undid it, and when; False for a preview."""
        if self.state == "undone":
            return _(
                "Undone by %(user)s on %(moment)s: everything is as it was before.",
                user=self.undone_uid.name,
                moment=format_datetime(self.env, self.undone_on),
            )
        if self.state != "applied":
            return False
        names = {
            "user": self.applied_uid.name,
            "moment": format_datetime(self.env, self.applied_on),
        }
        if self.applied_as == "review":
            return _(
                "Applied for review by %(user)s on %(moment)s: new parameters wait "
                "under To Review; what was in force stays until they are accepted.",
                **names,
            )
        return _("Applied by %(user)s on %(moment)s.", **names)

    def _hidden_words(self):
        """Return why a change that reaches beyond the user's companies cannot be."""
        if self.hidden_count == 1:
            return _(
                "This also governs 1 rule of a company that you have not selected, so "
                "it cannot be applied. Select this company at the top right, or give "
                "your rules a policy of their own."
            )
        return _(
            "This also governs %(count)s rules of companies that you have not "
            "selected, so it cannot be applied. Select these companies at the top "
            "right, or give your rules a policy of their own.",
            count=self.hidden_count,
        )

    @api.depends_context("lang")
    @api.depends("row_count")
    def _compute_moves(self):
        for change in self:
            for name in ("stock_value", "safety_value", "due_value"):
                change[f"{name}_move"] = change._signed_amount(change[f"{name}_delta"])
            change.due_count_move = signed(
                change.due_count_delta, str(abs(change.due_count_delta))
            )
            points = round(100 * change.fill_rate_delta, 1)
            change.fill_rate_move = _("%s points", signed(points, f"{abs(points):g}"))

    def _signed_amount(self, value):
        return signed(value, format_amount(self.env, abs(value), self.currency_id))

    def _signed_whole_amount(self, value):
        """Return an amount without cents, unless there is little else."""
        if abs(value) < 100:
            return self._signed_amount(value)
        lang = self.env["res.lang"]._lang_get(self.env.lang or self.env.user.lang)
        number = lang.format("%.0f", abs(value), grouping=True)
        symbol = self.currency_id.symbol
        before = self.currency_id.position == "before"
        # Neither may be alone at the end of a line.
        return signed(
            value,
            f"{symbol}\N{NO-BREAK SPACE}{number}"
            if before
            else f"{number}\N{NO-BREAK SPACE}{symbol}",
        )

    def _signed_percent(self, share):
        percent = round(100 * share)
        return signed(percent, _("%s %%", abs(percent)))

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------

    def _changed_words(self, record, values):
        """Return "Service Level 95 % → 98 %, …" for values about to be written."""
        words = []
        for name, value in values.items():
            field = record._fields[name]
            words.append(
                _(
                    "%(field)s %(before)s → %(after)s",
                    field=field._description_string(self.env),
                    before=self._value_words(field, record[name]),
                    after=self._value_words(field, value),
                )
            )
        return ", ".join(words)

    def _value_words(self, field, value):
        """Return a value of a setting as people read it."""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value) or "–"
        if field.type == "boolean":
            return _("yes") if value else _("no")
        if field.type == "many2one":
            if not isinstance(value, models.BaseModel):
                value = self.env[field.comodel_name].browse(value or [])
            return value.display_name or "–"
        if field.name in _SHARES:
            number = f"{100 * (value or 0):g}"
            return _("%s %%", number)
        if field.type in ("float", "monetary", "integer"):
            return f"{value or 0:g}"
        return str(value or "–")
