import numpy as np

from odoo import _, api, models
from odoo.tools import SQL, format_date

from ...planning import matrix
from .stock_replenish_matrix import CLASS_CODES


class StockReplenishPolicyRule(models.Model):
    """The tester: which policy would this product get here, and by which line?"""

    _inherit = "stock.replenish.policy.rule"

    @api.model
    def test_item(self, product_id, warehouse_id):
        """Return which line a product gets in a warehouse, and why no earlier one.

        :return: list of dicts, one per reordering rule of the product there (one
            without id if there is none yet): `name`, `policy` now, `line` (position
            or False), `gets`, `steps` (line, policy, fits, why) up to the line that
            fits, `hints` (what else decides)
        """
        self.check_access_rights("read")
        product = self.env["product.product"].browse(product_id)
        warehouse = self.env["stock.warehouse"].browse(warehouse_id)
        for record in (product, warehouse):
            record.check_access_rights("read")
            record.check_access_rule("read")
        found = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", product.id), ("warehouse_id", "=", warehouse.id)]
        )
        rules = self.with_context(active_test=True).search(
            [("company_id", "in", (False, warehouse.company_id.id))]
        )
        places = {
            rule: number
            for number, rule in enumerate(
                self.with_context(active_test=True).search([]), 1
            )
        }
        lines = self.env["stock.replenish.matrix"]._lines(rules)
        if not found:
            return [self._test_unborn(product, warehouse, rules, lines, places)]
        return [self._test_row(row, rules, lines, places) for row in found]

    def _test_row(self, row, rules, lines, places):
        """Return the answer for a reordering rule there is."""
        _row, facts = self.env["stock.replenish.matrix"]._facts(
            SQL("o.id = %s", row.id)
        )
        return {
            "id": row.id,
            "name": _(
                "%(product)s at %(location)s",
                product=row.product_id.display_name,
                location=row.location_id.display_name,
            ),
            "policy": row.policy_id.display_name or False,
            **self._walk(rules, lines, facts, places, self._said(row)),
            "hints": self._hints(row),
        }

    def _test_unborn(self, product, warehouse, rules, lines, places):
        """Return the answer for a reordering rule that somebody might create."""
        one = np.ones(1, np.int64)
        said = {
            "company": warehouse.company_id.display_name,
            "warehouse": warehouse.display_name,
            "category": product.categ_id.display_name,
        }
        facts = matrix.Facts(
            company=one * warehouse.company_id.id,
            warehouse=one * warehouse.id,
            category=one * product.categ_id.id,
            abc=one * 0,
            xyz=one * 0,
            pattern=one * 0,
        )
        return {
            "id": False,
            "name": _(
                "%(product)s in %(warehouse)s",
                product=product.display_name,
                warehouse=warehouse.display_name,
            ),
            "policy": False,
            **self._walk(rules, lines, facts, places, said),
            "hints": [
                _(
                    "There is no reordering rule for it here yet. A new one has no "
                    "class until the next classification, and may get another line "
                    "then."
                )
            ],
        }

    def _said(self, row):
        """Return what a row is, by condition, in words; empty where not known."""
        labels = row.fields_get(list(CLASS_CODES), ["selection"])
        classes = {
            name: dict(labels[name]["selection"]).get(row[name]) for name in CLASS_CODES
        }
        return {
            "company": row.company_id.display_name,
            "warehouse": row.warehouse_id.display_name,
            "category": row.product_id.categ_id.display_name,
            "abc": classes["abc_class"],
            "xyz": classes["xyz_class"],
            "pattern": classes["demand_pattern"],
        }

    def _walk(self, rules, lines, facts, places, said):
        """Return the lines that are tried, up to the one that fits."""
        steps = []
        for place, names in enumerate(matrix.misfits(lines, facts)):
            rule, usable = rules[place], bool(lines.usable[place])
            fits = usable and not names
            step = {
                "id": rule.id,
                "line": places[rule],
                "policy": rule.policy_id.display_name,
                "fits": fits,
                "why": rule._why_not(names, usable, said),
            }
            steps.append(step)
            if fits:
                return {"line": step["line"], "gets": step["policy"], "steps": steps}
        return {"line": False, "gets": False, "steps": steps}

    def _why_not(self, names, usable, said):
        """Return why this line does not fit, in words; empty where it does."""
        self.ensure_one()
        if not usable:
            return _("its policy is archived")
        if not names:
            return ""
        asked = self._asked()
        return ", ".join(
            _(
                "%(condition)s is %(value)s, not %(asked)s",
                condition=asked[name][0],
                value=said[name],
                asked=asked[name][1],
            )
            if said.get(name)
            else _(
                "%(condition)s is not known yet; the line requires %(asked)s",
                condition=asked[name][0],
                asked=asked[name][1],
            )
            for name in names
        )

    def _asked(self):
        """Return condition -> (its name, what this line asks) in words."""
        labels = self.fields_get(list(CLASS_CODES), ["selection"])
        classes = {
            name: dict(labels[name]["selection"]).get(self[name])
            for name in CLASS_CODES
        }
        company = self.company_id or self.warehouse_id.sudo().company_id
        return {
            "company": (_("company"), company.display_name),
            "warehouse": (_("warehouse"), self.warehouse_id.display_name),
            "category": (_("category"), self.category_id.display_name),
            "abc": (_("ABC class"), classes["abc_class"]),
            "xyz": (_("XYZ class"), classes["xyz_class"]),
            "pattern": (_("demand pattern"), classes["demand_pattern"]),
        }

    def _hints(self, row):
        """Return what keeps the matrix from deciding on this row, or may soon."""
        hints = []
        today = row.company_id._replenish_today()
        if row.policy_source == "manual":
            hints.append(
                _(
                    "Its policy was set by hand and stays. Clear it to let the matrix "
                    "decide."
                )
            )
        elif row.policy_locked and not (row.lock_until and row.lock_until < today):
            until = row.lock_until and format_date(self.env, row.lock_until)
            hints.append(
                _(
                    "Locked until %(date)s: %(reason)s",
                    date=until,
                    reason=row.lock_reason,
                )
                if until
                else _("Locked: %s", row.lock_reason)
            )
        missing = [name for name in ("abc_class", "xyz_class") if not row[name]]
        if missing:
            hints.append(
                _(
                    "It has no class yet, so lines that require a class do not fit. "
                    "Classes are found by the next planning run."
                )
            )
        for name, pending in (
            ("abc_class", "abc_pending"),
            ("xyz_class", "xyz_pending"),
        ):
            if row[name] and row[pending] and row[pending] != row[name]:
                hints.append(
                    _(
                        "It is about to move from class %(old)s to %(new)s.",
                        old=row[name],
                        new=row[pending],
                    )
                )
        return hints
