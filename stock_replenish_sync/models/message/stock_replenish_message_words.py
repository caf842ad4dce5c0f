from odoo import _, api, fields, models
from odoo.tools import format_date

from ...tools import format_quantity, roles


class StockReplenishMessage(models.Model):
    """Messages in words: why, and what keeps one from being applied."""

    _inherit = "stock.replenish.message"

    reason = fields.Char(string="Because", compute="_compute_reason")
    problem = fields.Char(
        string="Why not by a Click",
        compute="_compute_problem",
        help="What keeps the message from being applied here.",
    )
    can_apply = fields.Boolean(compute="_compute_problem")

    @api.depends(
        "kind",
        "date_current",
        "date_proposed",
        "quantity_current",
        "quantity_proposed",
        "quantity_missing",
    )
    @api.depends_context("lang")
    def _compute_reason(self):
        for message in self:
            message.reason = " ".join(message._reasons())

    def _reasons(self):
        """Return the sentences that say why."""
        self.ensure_one()
        cut = self.quantity_current - self.quantity_proposed
        said = []
        if self.kind == "cancel":
            said.append(_("Nothing of it is needed."))
        elif self.kind == "earlier" and self.quantity_missing:
            said.append(
                _(
                    "Needed on %(day)s: %(quantity)s are missing until it comes.",
                    day=format_date(self.env, self.date_proposed),
                    quantity=self._amount(
                        self.orderpoint_id._replenish_whole(self.quantity_missing)
                    ),
                )
            )
        elif self.kind == "earlier":
            said.append(
                _(
                    "Stock falls below the safety stock on %(day)s.",
                    day=format_date(self.env, self.date_proposed),
                )
            )
        elif self.kind == "later":
            said.append(
                _(
                    "Not needed before %(day)s.",
                    day=format_date(self.env, self.date_proposed),
                )
            )
        if self.kind != "cancel" and cut > 0:
            said.append(_("%s of it are not needed.", self._amount(cut)))
        elif cut < 0:
            said.append(
                _(
                    "%s more are needed sooner than a new order would come.",
                    self._amount(-cut),
                )
            )
        return said

    def _amount(self, quantity):
        return format_quantity(self.env, quantity, self.product_uom_id, True)

    @api.depends("state", "kind", "date_proposed", "quantity_proposed")
    @api.depends_context("uid", "lang")
    def _compute_problem(self):
        for message in self:
            live = message.state in ("open", "held", "dismissed")
            message.problem = message._problem() if live else False
            message.can_apply = live and not message.problem

    def _problem(self):
        """Return why the user cannot apply this message, or False."""
        self.ensure_one()
        document = self.sudo()._document()
        if not document:
            return _("%s is not there any more.", self.reference)
        order = document._replenish_document()
        if not roles.may_change(self.env[order._name].browse(order.id)):
            return _("You may not change %s.", self.reference)
        return document._replenish_problem(self.sudo())

    def _change_words(self):
        """Return what applying this message changes."""
        self.ensure_one()
        said = []
        if self.kind == "cancel":
            return _("Cancelled")
        if self.date_proposed != self.date_current:
            said.append(
                _(
                    "Arrival %(old)s → %(new)s",
                    old=format_date(self.env, self.date_current),
                    new=format_date(self.env, self.date_proposed),
                )
            )
        if self.quantity_proposed != self.quantity_current:
            said.append(
                _(
                    "Open quantity %(old)s → %(new)s",
                    old=self._amount(self.quantity_current),
                    new=self._amount(self.quantity_proposed),
                )
            )
        return ", ".join(said)
