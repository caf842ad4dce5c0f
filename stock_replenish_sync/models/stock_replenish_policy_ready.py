from markupsafe import Markup

from odoo import _, api, models

from ..tools import roles


class StockReplenishPolicy(models.Model):
    """Three policies to begin with, offered where there are none."""

    _inherit = "stock.replenish.policy"

    @api.model
    def _ready_policies(self):
        """Return the values of the policies that fit most assortments.

        They are shared by all companies and govern nothing until the matrix or a
        person gives them to items.
        """
        return [
            {
                "name": _("A items, 98 %"),
                "sequence": 10,
                "method": "reorder_point",
                "service_level": 0.98,
                "lot_method": "eoq",
                "max_days_of_supply": 60,
            },
            {
                "name": _("B items, 95 %"),
                "sequence": 20,
                "method": "reorder_point",
                "service_level": 0.95,
                "lot_method": "days",
                "lot_days": 21,
            },
            {
                "name": _("C items, keep min/max"),
                "sequence": 30,
                "method": "min_max",
            },
        ]

    @api.model
    def action_create_ready(self):
        """Create the ready policies; the list behind the button shows them."""
        roles.require(self.env, "manager", _("creating policies"))
        self.create(self._ready_policies())
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def get_empty_list_help(self, help_message):
        message = super().get_empty_list_help(help_message)
        if not message or not roles.may(self.env, "manager"):
            return message
        return Markup("%s<p>%s</p>%s<p>%s</p>") % (
            Markup(message),
            Markup(
                '<a type="action" class="btn btn-primary o_replenish_ready" '
                'data-model="stock.replenish.policy" '
                'data-method="action_create_ready">%s</a>'
            )
            % _("Create three ready policies"),
            Markup("<ul class='list-unstyled text-muted'>%s</ul>")
            % Markup().join(
                Markup("<li>%s</li>") % values["name"]
                for values in self._ready_policies()
            ),
            _("They govern nothing until the matrix or you give them to items."),
        )
