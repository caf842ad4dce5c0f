from collections import defaultdict

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import name_words, near_pairs

# Names are compared that begin alike.
SAME_LETTERS = 3


class DuplicateProduct(models.AbstractModel):
    """Products that may be one: stock of one is not seen while the other is bought."""

    _name = "stock.replenish.detection.duplicate_product"
    _inherit = "stock.replenish.detection.pairs"
    _description = "Exceptions: products that may be one"

    _kind = "duplicate_product"
    _sequence = 320
    _family = "data"
    _on = False
    _owner = ("category",)
    _actions = ("document",)
    _certain = ("barcode", "reference")

    def _label(self):
        return _("Product twice")

    def _about(self):
        return _(
            "Products with the same barcode or internal reference, or with nearly the "
            "same name in one category."
        )

    def _shared_words(self):
        return {
            "barcode": _("the same barcode"),
            "reference": _("the same reference"),
            "name": _("nearly the same name"),
        }

    def _found(self, scope):
        return {
            **self._pair_columns(),
            "product_id": SQL("pair.first"),
            "other": SQL(
                """CASE WHEN other.default_code != ''
                        THEN '[' || other.default_code || '] ' ELSE '' END
                   || COALESCE(t.name ->> %s, t.name ->> 'en_US')""",
                scope.company.partner_id.lang or "en_US",
            ),
        }, SQL(
            """FROM %s
               JOIN product_product other ON other.id = pair.second
               JOIN product_template t ON t.id = other.product_tmpl_id""",
            self._pairs(scope),
        )

    def _sentence(self, exception):
        return _(
            "%(product)s and %(other)s may be one product: %(shared)s.",
            product=exception.product_id.display_name,
            other=exception.other,
            shared=self._in_words(exception),
        )

    def _stored(self, scope):
        """Return SQL from FROM on: the goods `p` of templates `t` that are kept."""
        return SQL(
            """FROM product_product p
               JOIN product_template t ON t.id = p.product_tmpl_id
               WHERE p.active AND t.active AND t.type = 'product'
                 AND (t.company_id IS NULL OR %s)""",
            scope.of_company("t.company_id"),
        )

    def _shared(self, scope):
        """Variants of one product may share a reference, but no barcode."""
        return SQL(
            """
            WITH product AS MATERIALIZED (
                SELECT p.id, p.product_tmpl_id, p.barcode,
                       upper(btrim(p.default_code)) AS reference
                %s
            ), scanned AS (
                SELECT btrim(barcode) AS barcode, id FROM product
                WHERE barcode IS NOT NULL
                UNION ALL
                SELECT btrim(g.barcode), p.id FROM product_packaging g
                JOIN product p ON p.id = g.product_id
                WHERE g.barcode IS NOT NULL AND (g.company_id IS NULL OR %s)
            )
            SELECT 'barcode', array_agg(DISTINCT id) FROM scanned
            WHERE barcode != '' GROUP BY barcode HAVING COUNT(DISTINCT id) > 1
            UNION ALL
            SELECT 'reference', array_agg(id) FROM (
                SELECT reference, MIN(id) AS id FROM product
                WHERE reference != '' GROUP BY reference, product_tmpl_id
            ) named
            GROUP BY reference HAVING COUNT(*) > 1
            """,
            self._stored(scope),
            scope.of_company("g.company_id"),
        )

    def _alike(self, scope):
        cr = self.env.cr
        cr.execute(
            SQL(
                """SELECT MIN(p.id), t.categ_id, t.name ->> 'en_US' %s AND %s
                   GROUP BY t.id ORDER BY MIN(p.id)""",
                self._stored(scope),
                self._categories(scope),
            )
        )
        products, words, blocks = [], [], defaultdict(list)
        for place, (product, category, name) in enumerate(cr.fetchall()):
            products.append(product)
            words.append(name_words(name or ""))
            blocks[category, "".join(words[place])[:SAME_LETTERS]].append(place)
        return [
            (products[first], products[second])
            for first, second in near_pairs(words, blocks.values())
        ]

    def _categories(self, scope):
        """Return SQL that tells in which categories names are compared."""
        if scope.products is None:
            return SQL("TRUE")
        return SQL(
            """t.categ_id IN (
                   SELECT known.categ_id FROM product_product one
                   JOIN product_template known ON known.id = one.product_tmpl_id
                   WHERE %s)""",
            scope.on("one.id"),
        )
