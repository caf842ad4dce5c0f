from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import name_words, near_pairs


class DuplicateVendor(models.AbstractModel):
    """Vendors that may be one: prices, lead times and minimums are kept twice, and what
    is bought is split between them.

    Addresses of one company are one vendor.
    """

    _name = "stock.replenish.detection.duplicate_vendor"
    _inherit = "stock.replenish.detection.pairs"
    _description = "Exceptions: vendors that may be one"

    _kind = "duplicate_vendor"
    _sequence = 310
    _family = "data"
    _on = False
    _owner = ("buyer",)
    _actions = ("document",)
    _certain = ("vat", "bank")

    def _label(self):
        return _("Vendor twice")

    def _about(self):
        return _(
            "Vendors with the same tax ID, bank account or e-mail, or with nearly the "
            "same name and a product that both supply."
        )

    def _shared_words(self):
        return {
            "vat": _("the same tax ID"),
            "bank": _("the same bank account"),
            "email": _("the same e-mail"),
            "name": _("nearly the same name"),
        }

    def _found(self, scope):
        if scope.products is not None:
            # Nothing that happens to products; looked for with everything else.
            return {"key": SQL("''")}, SQL("WHERE FALSE")
        return {
            **self._pair_columns(),
            "partner_id": SQL("pair.first"),
            "other": SQL("other.name"),
        }, SQL(
            "FROM %s JOIN res_partner other ON other.id = pair.second",
            self._pairs(scope),
        )

    def _sentence(self, exception):
        return _(
            "%(vendor)s and %(other)s may be one vendor: %(shared)s.",
            vendor=exception.partner_id.name,
            other=exception.other,
            shared=self._in_words(exception),
        )

    def _prices(self, scope):
        """Return a query of who supplies what at prices that have not ended."""
        return SQL(
            """
            SELECT COALESCE(p.commercial_partner_id, p.id) AS vendor, p.id AS contact,
                   s.product_tmpl_id
            FROM product_supplierinfo s
            JOIN res_partner p ON p.id = s.partner_id AND p.active
            JOIN product_template t ON t.id = s.product_tmpl_id AND t.active
            WHERE (s.company_id IS NULL OR %s) AND (p.company_id IS NULL OR %s)
              AND (s.date_end IS NULL OR s.date_end >= %s)
            """,
            scope.of_company("s.company_id"),
            scope.of_company("p.company_id"),
            scope.today,
        )

    def _shared(self, scope):
        return SQL(
            """
            WITH price AS (%s), partner AS MATERIALIZED (
                SELECT vendor, vendor AS partner FROM price
                UNION SELECT vendor, contact FROM price
            ), trait AS (
                SELECT 'vat' AS what, v.vendor,
                       regexp_replace(upper(p.vat), '[^A-Z0-9]', '', 'g') AS value
                FROM partner v JOIN res_partner p ON p.id = v.partner
                WHERE p.vat IS NOT NULL
                UNION ALL
                SELECT 'email', v.vendor, p.email_normalized
                FROM partner v JOIN res_partner p ON p.id = v.partner
                WHERE p.email_normalized IS NOT NULL
                UNION ALL
                SELECT 'bank', v.vendor, upper(b.sanitized_acc_number)
                FROM partner v JOIN res_partner_bank b ON b.partner_id = v.partner
                WHERE b.active AND (b.company_id IS NULL OR %s)
            )
            SELECT what, array_agg(DISTINCT vendor) FROM trait
            -- A slash says that a company has no tax ID.
            WHERE length(value) > 1
            GROUP BY what, value HAVING COUNT(DISTINCT vendor) > 1
            """,
            self._prices(scope),
            scope.of_company("b.company_id"),
        )

    def _alike(self, scope):
        cr = self.env.cr
        cr.execute(
            SQL(
                """SELECT DISTINCT vendors FROM (
                       SELECT array_agg(DISTINCT vendor) AS vendors FROM (%s) price
                       GROUP BY product_tmpl_id HAVING COUNT(DISTINCT vendor) > 1
                   ) product""",
                self._prices(scope),
            )
        )
        together = [vendors for (vendors,) in cr.fetchall()]
        vendors = sorted(set().union(*together))
        cr.execute(SQL("SELECT id, name FROM res_partner WHERE id = ANY(%s)", vendors))
        names = dict(cr.fetchall())
        words = [name_words(names[vendor] or "", company=True) for vendor in vendors]
        place = {vendor: number for number, vendor in enumerate(vendors)}
        blocks = ([place[vendor] for vendor in block] for block in together)
        return [
            (vendors[first], vendors[second])
            for first, second in near_pairs(words, blocks)
        ]
