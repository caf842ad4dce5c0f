from odoo import _, models
from odoo.exceptions import UserError

from ...tools import roles


class StockReplenishException(models.Model):
    """Look into it: why, and the document. Looking is no response."""

    _inherit = "stock.replenish.exception"

    def action_why(self):
        """Explain the numbers of the reordering rule."""
        rows = roles.checked(self, "viewer", _("looking into replenishment"))
        rows.ensure_one()
        if not rows.orderpoint_id:
            raise UserError(rows._no_rule_words())
        return {
            "type": "ir.actions.client",
            "tag": "stock_replenish_sync.why",
            "params": {
                "resModel": "stock.warehouse.orderpoint",
                "resId": rows.orderpoint_id.id,
            },
        }

    def action_open_orderpoint(self):
        """Open the reordering rule that an exception is about."""
        rows = roles.checked(self, "viewer", _("looking into replenishment"))
        rows.ensure_one()
        if not rows.orderpoint_id:
            raise UserError(rows._no_rule_words())
        return self.orderpoint_id.action_open_rule()

    def action_document(self):
        """Open the order, transfer, rule, vendor or product an exception is about."""
        rows = roles.checked(self, "viewer", _("looking into replenishment"))
        rows.ensure_one()
        if name := rows._detection()._opens_action:
            return self.env["ir.actions.act_window"]._for_xml_id(name)
        record = rows._document()
        if not record:
            raise UserError(_("%s is not there any more.", rows.display_name))
        if record._name == "stock.warehouse.orderpoint":
            return record.action_open_rule()
        action = {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
        if record._name == "product.product":
            form = self.env.ref("product.product_normal_form_view")
            action["views"] = [(form.id, "form")]
        return action

    def _document(self):
        """Return what an exception is about: an order, else a vendor or product."""
        self.ensure_one()
        if self.orderpoint_id and self._detection()._opens_rule:
            return self.orderpoint_id
        for record in (
            self.purchase_line_id.order_id,
            self.production_id,
            self.move_id.picking_id,
            # A vendor stands alone where no item is concerned.
            self.partner_id if not self.product_id else self.partner_id.browse(),
            self.product_id,
            self.orderpoint_id,
        ):
            if record:
                return record
        return self.browse()
