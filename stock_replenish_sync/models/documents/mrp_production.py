from odoo import api, fields, models


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    replenish_suggestion_id = fields.Many2one(
        "stock.replenish.suggestion",
        string="Replenishment Suggestion",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        productions = super().create(vals_list)
        # What the gate orders is queued there.
        by_hand = productions.filtered(lambda row: not row.replenish_suggestion_id)
        self.env["stock.replenish.dirty"].sudo()._mark_products(by_hand.product_id)
        return productions

    def _get_backorder_mo_vals(self):
        # A backorder is still an answer to the suggestion.
        return {
            **super()._get_backorder_mo_vals(),
            "replenish_suggestion_id": self.replenish_suggestion_id.id,
        }
