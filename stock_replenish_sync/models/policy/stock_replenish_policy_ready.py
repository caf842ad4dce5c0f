from markupsafe import Markup

from odoo import _, api, fields, models

from ...tools import roles


class StockReplenishPolicy(models.Model):
    """Three policies to begin with, offered where there are none."""

    _inherit = "stock.replenish.policy"

    ready_key = fields.Selection(
        [
            ("A", "A items"),
            ("B", "B items"),
            ("C", "C items"),
            ("keep", "Keep min/max"),
        ],
        string="Ready-made Policy",
        readonly=True,
        copy=False,
        help="Made ready for beginners; its numbers may be changed since.",
    )

    @api.model
    def _ready_policies(self):
        """Return the values of the policies that fit most assortments.

        They are shared by all companies and govern nothing until the matrix or a
        person gives them to items.
        """
        return [
            {
                "name": _("A items, 98 %"),
                "ready_key": "A",
                "sequence": 10,
                "method": "reorder_point",
                "service_level": 0.98,
                "lot_method": "eoq",
                "max_days_of_supply": 60,
            },
            {
                "name": _("B items, 95 %"),
                "ready_key": "B",
                "sequence": 20,
                "method": "reorder_point",
                "service_level": 0.95,
                "lot_method": "days",
                "lot_days": 21,
            },
            {
                "name": _("C items, keep min/max"),
                "ready_key": "keep",
                "sequence": 30,
                "method": "min_max",
            },
        ]

    @api.model
    def _ready_c_items(self):
        """Return the values of a policy for those who want C items planned too."""
        return {
            "name": _("C items, 90 %"),
            "ready_key": "C",
            "sequence": 30,
            "method": "reorder_point",
            "service_level": 0.90,
            "lot_method": "days",
            "lot_days": 42,
        }

    @api.model
    def _ready(self, key, company):
        """Return a ready policy as a set of policies names it.

        :param str key: one of the field's
        :param company: whose it is; an empty recordset for one shared by all
        :return: dict of `key` and either `policy_id`, if there is one already, or the
            `values` of one to be made
        """
        found = self.search(
            [("ready_key", "=", key), ("company_id", "=", company.id)], limit=1
        )
        if found:
            return {"key": key, "policy_id": found.id}
        values = next(
            row
            for row in [*self._ready_policies(), self._ready_c_items()]
            if row["ready_key"] == key
        )
        return {"key": key, "values": dict(values, company_id=company.id)}

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
