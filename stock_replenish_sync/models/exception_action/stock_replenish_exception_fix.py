from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ...tools import roles

#: Words in codes of what is missing → what is to be set.
REMEDIES = (
    ("bom", "bom"),
    ("bill", "bom"),
    ("lead", "lead_time"),
    ("unit", "unit"),
    ("uom", "unit"),
    ("route", "route"),
    ("source", "route"),
    ("lane", "route"),
    ("vendor", "vendor"),
)


class StockReplenishException(models.Model):
    """Mend master data in place, and plan again."""

    _inherit = "stock.replenish.exception"

    def action_fix(self):
        """Ask for what is missing."""
        rows = self._acting(_("mending master data"))
        if len(rows) > 1:
            raise UserError(
                _("Select one exception: what is missing differs from item to item.")
            )
        if not rows.product_id:
            raise UserError(
                _("%s is not about a product. Open its document.", rows.display_name)
            )
        code = rows.code or ""
        remedy = next((what for word, what in REMEDIES if word in code), "vendor")
        return self._dialog(
            "stock.replenish.fix",
            _("Mend Master Data"),
            exception_id=rows.id,
            remedy=remedy,
        )

    def _mend(self, mend):
        """Change master data with the user's rights, note it, and plan again at once.

        :param mend: function that changes something and says in words what it was
        """
        self.ensure_one()
        words = mend()
        # Before the plan, which closes what is mended.
        told = self._acted("fix", {self: words}, [])
        if self.orderpoint_id:
            self.env["stock.replenish.run"]._plan_rows(self.orderpoint_id)
        return told

    def _own(self, record):
        """Return a record with the user's rights; raise if he may not change it."""
        record = record.with_user(self.env.user)
        allowed = (
            roles.may_change(record)
            if record
            else record.check_access_rights("create", raise_exception=False)
        )
        if not allowed:
            raise UserError(
                _(
                    "You may not change this: %(what)s. Ask somebody who keeps master "
                    "data.",
                    what=(record.sudo().display_name if record else False)
                    or self.env["ir.model"]._get(record._name).name,
                )
            )
        return record

    def _set_vendor(self, vendor, price, days):
        """Add a price of a vendor; return what was done, in words."""
        product, rule = self.product_id, self.orderpoint_id
        template = product.product_tmpl_id
        company = self.company_id
        supplier = self._own(self.env["product.supplierinfo"]).create(
            {
                "partner_id": vendor.id,
                "product_tmpl_id": template.id,
                "product_id": product.id
                if template.product_variant_count > 1
                else False,
                "price": price,
                "delay": days,
                "company_id": company.id,
                "currency_id": company.currency_id.id,
            }
        )
        if rule.supplier_id:
            # It named one that does not sell the product any more.
            self._own(rule).supplier_id = supplier
        return _(
            "%(vendor)s sells %(product)s for %(price)s, %(days)s days",
            vendor=vendor.display_name,
            product=product.display_name,
            price=format_amount(self.env, price, company.currency_id),
            days=days,
        )

    def _set_route(self, route):
        """Have the rule prefer a route, the product where there is none."""
        if self.orderpoint_id:
            self._own(self.orderpoint_id).route_id = route
        else:
            self._own(self.product_id.product_tmpl_id).route_ids += route
        return _("Route of %(product)s: %(route)s", **self._mended(route=route.name))

    def _set_lead_time(self, days):
        """Set how long the vendor takes, or making where nobody sells the product."""
        product = self.product_id.with_company(self.company_id)
        rule = self.orderpoint_id
        sellers = rule.supplier_id or product.seller_ids.filtered(
            lambda row: (not row.company_id or row.company_id == self.company_id)
            and (not row.product_id or row.product_id == product)
        )
        if sellers:
            # Of several the ones that have none, else the first.
            mended = sellers.filtered(lambda row: not row.delay) or sellers[:1]
            self._own(mended).write({"delay": days})
            who = ", ".join(mended.partner_id.mapped("display_name"))
        else:
            bom = (
                self.env["mrp.bom"]
                .sudo()
                ._bom_find(product, company_id=self.company_id.id, bom_type="normal")[
                    product
                ]
            )
            if not bom:
                raise UserError(
                    _(
                        "Nobody sells or makes %s yet. Set a vendor or a bill of "
                        "materials first.",
                        product.display_name,
                    )
                )
            self._own(bom).produce_delay = days
            who = bom.display_name
        return _(
            "%(who)s takes %(days)s days for %(product)s",
            **self._mended(who=who, days=days),
        )

    def _set_unit(self, unit):
        """Set the unit in which the product is bought."""
        self._own(self.product_id.product_tmpl_id).uom_po_id = unit
        return _("%(product)s is bought in %(unit)s", **self._mended(unit=unit.name))

    def _mended(self, **words):
        return {"product": self.product_id.display_name, **words}
