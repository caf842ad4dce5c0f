from collections import defaultdict

from odoo import _, fields, models

from ...planning.vendor import VendorReason


class StockReplenishSuggestion(models.Model):
    """What vendor rules have made of a suggestion."""

    _inherit = "stock.replenish.suggestion"

    vendor_reasons = fields.Integer(
        string="Vendor Reason Codes", help="Bit mask of what vendor rules have changed."
    )
    # Set where the order day follows from other orders to the vendor.
    alone_due_date = fields.Date(
        string="Order Day alone",
        index="btree_not_null",
        help="Day on which it would be ordered without other orders to the vendor.",
    )

    def _vendor_sentences(self):
        """Return what vendor rules have changed, in words for a planner."""
        self.ensure_one()
        mask = self.vendor_reasons
        if not mask:
            return []
        words = self._vendor_words()
        return [words[code] for code in words if mask & int(code)]

    def _vendor_words(self):
        days = (self.alone_due_date - self.due_date).days if self.alone_due_date else 0
        vendor = self.sudo().with_company(self.company_id).vendor_id
        terms = vendor.commercial_partner_id
        minimum = terms.replenish_currency_id.format(terms.replenish_minimum_value)
        return {
            VendorReason.PRICE_BREAK: _("More, since the lower price pays for it"),
            VendorReason.ABOVE_MAXIMUM: _(
                "Above the maximum, since the vendor sells no less"
            ),
            VendorReason.NOT_PREFERRED: _("Not the first vendor: in time, or cheaper"),
            VendorReason.SHARED: _("The vendor's share"),
            VendorReason.CONSOLIDATED: _(
                "Ordered %s days early: goes along with another order to the vendor",
                days,
            ),
            VendorReason.TOPPED_UP: _(
                "Ordered %(days)s days early: fills the vendor's minimum of %(value)s",
                days=days,
                value=minimum,
            ),
            VendorReason.BELOW_ORDER_VALUE: _(
                "Below the vendor's minimum of %s: nothing else is to be bought there",
                minimum,
            ),
        }

    def _order_days(self):
        """Return suggestion id -> day that its order is made for, never a past one.

        What goes along with other orders is ordered with them; a vendor that does not
        take orders on that day gets it on its next order day. Looked up once for all
        suggestions of a vendor and a day.
        """
        asked = defaultdict(self.browse)
        for suggestion in self:
            tied = suggestion.alone_due_date
            day = suggestion.due_date if tied else suggestion.release_date
            company = suggestion.company_id
            vendor = suggestion.kind == "buy" and suggestion.vendor_id
            asked[company, vendor, day] |= suggestion
        days = {}
        service = self.env["stock.replenish.vendor"]
        for (company, vendor, day), suggestions in asked.items():
            day = max(day, company._replenish_today())
            if vendor:
                day = service._next_order_day(company, vendor, day)
            days.update(dict.fromkeys(suggestions.ids, day))
        return days
