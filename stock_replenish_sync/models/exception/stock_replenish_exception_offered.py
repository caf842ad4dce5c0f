from odoo import _, api, fields, models

# What only looks; it is offered for closed problems, too.
LOOKING = ("why", "document")
_DOCUMENTS = ("purchase_line_id", "production_id", "move_id")
# What an action needs to know of a problem; all others are offered as the kind says.
_NEEDS = {
    "why": ("orderpoint_id",),
    "document": (*_DOCUMENTS, "partner_id", "product_id"),
}


class StockReplenishException(models.Model):
    """What is offered beside a row."""

    _inherit = "stock.replenish.exception"

    actions = fields.Json(
        compute="_compute_actions",
        help="What can be done: a list of code and label, the suggested first.",
    )

    @api.depends(
        *("kind", "state", "suggested_action", "reference", "orderpoint_id"),
        *_NEEDS["document"],
    )
    @api.depends_context("lang")
    def _compute_actions(self):
        labels = self._action_labels()
        for exception in self:
            exception.actions = [
                {"code": code, "label": exception._action_label(code, labels)}
                for code in exception._offered()
            ]

    def _offered(self):
        """Return codes of what can be done about a problem, the suggested first."""
        codes = list(self._detection()._actions)
        if self.suggested_action in codes:
            codes.remove(self.suggested_action)
            codes.insert(0, self.suggested_action)
        # Looking is always of use, whatever a kind offers.
        codes += [code for code in LOOKING if code not in codes]
        return [
            code
            for code in codes
            if (self.state != "resolved" or code in LOOKING)
            and (code not in _NEEDS or self._has_object(code))
        ]

    def _has_object(self, code):
        """Tell whether there is what an action is about."""
        if code == "document" and self._detection()._opens_action:
            return True
        return any(self[name] for name in _NEEDS[code])

    def _action_label(self, code, labels):
        if code == "document":
            if name := self._detection()._opens_action:
                return self.env.ref(name).sudo().name
            if not any(self[name] for name in _DOCUMENTS):
                return _("Open product") if self.product_id else _("Open vendor")
            if self.reference:
                return _("Open %s", self.reference)
        return labels.get(code, code)

    @api.model
    def _action_labels(self):
        """Return {code: words on a button}."""
        return {
            "order": _("Order"),
            "transfer": _("Transfer"),
            "expedite": _("Expedite"),
            "postpone": _("Postpone"),
            "reduce": _("Reduce"),
            "cancel": _("Cancel order"),
            "fix": _("Fix Data"),
            "why": _("Why?"),
            "document": _("Open document"),
        }
