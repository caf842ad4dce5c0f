from odoo import _, api, fields, models

# The three policies to begin with, and the fourth for those who want C items planned
# as well. Everything else is the policy's own default.
READY = {
    "A": {
        "method": "reorder_point",
        "service_kind": "cycle",
        "service_level": 0.98,
        "lot_method": "eoq",
        "max_days_of_supply": 60,
    },
    "B": {
        "method": "reorder_point",
        "service_kind": "cycle",
        "service_level": 0.95,
        "lot_method": "days",
        "lot_days": 21,
    },
    "C": {
        "method": "reorder_point",
        "service_kind": "cycle",
        "service_level": 0.90,
        "lot_method": "days",
        "lot_days": 42,
    },
    "keep": {"method": "min_max"},
}


class StockReplenishPolicy(models.Model):
    _inherit = "stock.replenish.policy"

    ready_key = fields.Selection(
        [
            ("A", "A items"),
            ("B", "B items"),
            ("C", "C items"),
            ("keep", "Keep min/max"),
        ],
        readonly=True,
        copy=False,
        help="Made ready by Getting Started; its numbers may be changed since.",
    )

    @api.model
    def _ready(self, key, company):
        """Return the ready policy as a set of policies names it.

        :param str key: one of :data:`READY`
        :param company: whose it is; an empty recordset for one shared by all
        :return: dict of `key` and either `policy_id`, if there is one already, or the
            `values` of one to be made
        """
        found = self.search(
            [("ready_key", "=", key), ("company_id", "=", company.id)], limit=1
        )
        if found:
            return {"key": key, "policy_id": found.id}
        names = {
            "A": _("A items, 98 %"),
            "B": _("B items, 95 %"),
            "C": _("C items, 90 %"),
            "keep": _("C items, keep min/max"),
        }
        return {
            "key": key,
            "values": {
                **READY[key],
                "name": names[key],
                "ready_key": key,
                "company_id": company.id,
                "sequence": (list(READY).index(key) + 1) * 10,
            },
        }
