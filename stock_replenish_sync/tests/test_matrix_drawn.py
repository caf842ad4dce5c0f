"""Policies given by statements are those that a reader of the matrix would give."""

from datetime import timedelta

from hypothesis import strategies as st

from odoo.tests import tagged

from .common_drawn import DrawnCommon
from .common_supply import SupplyCommon

NOW = "2025-03-12 10:00:00"
CLASSES = {
    "abc_class": ("A", "B", "C"),
    "xyz_class": ("X", "Y", "Z"),
    "demand_pattern": ("none", "smooth", "lumpy"),
}
CATEGORIES, WAREHOUSES, POLICIES, ROWS = 6, 3, 5, 12

seldom = st.sampled_from((False, False, False, True))
often = st.sampled_from((True, True, True, False))
mostly = st.sampled_from((True,) * 9 + (False,))
asked = {
    name: st.sampled_from((None,) * 9 + values) for name, values in CLASSES.items()
}
known = {name: st.sampled_from((None, *values)) for name, values in CLASSES.items()}
lines = st.lists(
    st.fixed_dictionaries(
        {
            **asked,
            # Equal ones are told apart by their age.
            "sequence": st.integers(0, 3),
            "active": often,
            "policy": st.integers(0, POLICIES - 1),
            "company": st.sampled_from((None, None, None, 0, 1)),
            "warehouse": st.sampled_from((None,) * 5 + tuple(range(WAREHOUSES))),
            "category": st.sampled_from((None, *range(CATEGORIES))),
        }
    ),
    min_size=3,
    max_size=8,
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            **known,
            "category": st.integers(0, CATEGORIES - 1),
            "active": mostly,
            "policy": st.sampled_from((None, *range(POLICIES))),
            "by_hand": seldom,
            # Days that a lock still has; None without end.
            "lock": st.sampled_from((False,) * 8 + (None, -1, 0, 5)),
            "accepted": st.booleans(),
            "review_changes": seldom,
            "typed": seldom,
        }
    ),
    min_size=ROWS,
    max_size=ROWS,
)


@tagged("post_install", "-at_install")
class TestMatrixDrawn(DrawnCommon, SupplyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.replenish.policy.rule"].search([]).active = False
        cls.other = cls.env["res.company"].create({"name": "Second Company"})
        cls.env.user.company_ids += cls.other
        cls.companies = cls.company + cls.other
        branch, _route = cls.make_branch()
        theirs = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.other.id)], limit=1
        )
        cls.warehouses = cls.warehouse + branch + theirs
        top, aside = cls.env["product.category"].create(
            [{"name": "Top"}, {"name": "Aside"}]
        )
        middle, beside = cls.env["product.category"].create(
            [{"name": name, "parent_id": top.id} for name in ("Middle", "Beside")]
        )
        bottom, below_aside = cls.env["product.category"].create(
            [
                {"name": "Bottom", "parent_id": middle.id},
                {"name": "Below", "parent_id": aside.id},
            ]
        )
        cls.categories = top + middle + bottom + beside + aside + below_aside
        cls.policies = cls.env["stock.replenish.policy"].concat(
            cls.reorder_point,
            cls.just_in_time,
            cls.make_policy("min_max"),
            cls.make_policy(name="Reviewed", apply_mode="review"),
            cls.make_policy(name="Archived", active=False),
        )
        cls.rows = cls.env["stock.warehouse.orderpoint"].concat(
            *(
                cls.make_orderpoint(
                    cls.make_product(f"Item {number}", vendor=False),
                    warehouse=cls.warehouses[number % WAREHOUSES],
                )
                for number in range(ROWS)
            )
        )

    # --- building what was drawn ---

    def build_lines(self, drawn):
        values = []
        for line in drawn:
            company = self.env["res.company"]
            if line["company"] is not None:
                company = self.companies[line["company"]]
            warehouse = self.env["stock.warehouse"]
            if line["warehouse"] is not None:
                warehouse = self.warehouses[line["warehouse"]]
                company = company and warehouse.company_id
            values.append(
                {
                    **{name: line[name] for name in ("sequence", "active", *CLASSES)},
                    "policy_id": self.policies[line["policy"]].id,
                    "company_id": company.id,
                    "warehouse_id": warehouse.id,
                    "category_id": line["category"] is not None
                    and self.categories[line["category"]].id,
                }
            )
        self.env["stock.replenish.policy.rule"].create(values)

    def build_rows(self, drawn):
        today = self.company._replenish_today()
        for record, row in zip(self.rows, drawn, strict=True):
            record.product_id.categ_id = self.categories[row["category"]]
        self.env.flush_all()
        for record, row in zip(self.rows, drawn, strict=True):
            policy = self.env["stock.replenish.policy"]
            if row["policy"] is not None:
                policy = self.policies[row["policy"]]
            by_hand = "manual" if row["by_hand"] else "matrix"
            lock = row["lock"]
            self.env.cr.execute(
                """UPDATE stock_warehouse_orderpoint
                   SET policy_id = %s, policy_source = %s, active = %s,
                       policy_locked = %s, lock_until = %s, lock_reason = 'Drawn',
                       parameters_on = %s, review_changes = %s, typed_on = %s,
                       abc_class = %s, xyz_class = %s, demand_pattern = %s
                   WHERE id = %s""",
                [
                    policy.id or None,
                    by_hand if policy else "none",
                    row["active"],
                    lock is not False,
                    None if lock is False or lock is None else today + timedelta(lock),
                    today if policy and row["accepted"] else None,
                    bool(policy) and row["review_changes"],
                    self.now() if policy and row["typed"] else None,
                    *(row[name] for name in CLASSES),
                    record.id,
                ],
            )
        self.env.invalidate_all()
        self.rows.modified(["policy_id", "parameters_on", "review_changes"])
        self.env.flush_all()
        self.env.invalidate_all()

    # --- reading the matrix as a person does ---

    def is_open(self, row):
        """Tell whether the matrix decides on a row."""
        today = row.company_id._replenish_today()
        locked = row.policy_locked and not (row.lock_until and row.lock_until < today)
        return row.active and row.policy_source != "manual" and not locked

    def fits(self, line, row):
        """Tell whether a line asks for nothing that a row is not."""
        category = row.product_id.categ_id
        above = category
        while category := category.parent_id:
            above |= category
        return (
            line.policy_id.active
            and line.company_id in (row.company_id, self.env["res.company"])
            and line.warehouse_id in (row.warehouse_id, self.env["stock.warehouse"])
            and (not line.category_id or line.category_id in above)
            and all(line[name] in (False, row[name]) for name in CLASSES)
        )

    def by_reading(self, row):
        """Return the policy of the first line that fits, and who chose it."""
        rules = self.env["stock.replenish.policy.rule"].search([], order="sequence, id")
        for line in rules:
            if self.fits(line, row):
                return line.policy_id, "matrix"
        return self.env["stock.replenish.policy"], "none"

    def shown(self, row):
        """Return what a row says of its policy."""
        names = ("is_governed", "parameters_on", "review_changes", "typed_on")
        return (
            row.policy_id.name,
            row.policy_source,
            *(row[name] or False for name in names),
        )

    def by_writing(self, company):
        """Return what rows say after the matrix was written through records.

        Nothing of it is left.
        """
        savepoint = self.env.cr.savepoint()
        try:
            changed = 0
            for row in self.rows:
                policy, source = self.by_reading(row)
                if row.company_id != company or not self.is_open(row):
                    continue
                if row.policy_id != policy:
                    changed += 1
                    row.write({"policy_id": policy.id, "policy_source": source})
                elif row.policy_source != source:
                    row.policy_source = source
            self.env.flush_all()
            self.env.invalidate_all()
            return changed, [self.shown(row) for row in self.rows], self.queued()
        finally:
            savepoint.close(rollback=True)
            self.env.clear()

    def queued(self):
        return self.env["stock.replenish.dirty"].search([]).orderpoint_id

    def check(self, drawn_lines, drawn_rows):
        self.build_lines(drawn_lines)
        self.build_rows(drawn_rows)
        self.env["stock.replenish.dirty"].search([]).unlink()
        self.env.flush_all()
        for company in self.companies:
            expected = self.by_writing(company)
            changed = self.env["stock.replenish.policy.rule"]._assign(company)
            cached = [self.shown(row) for row in self.rows]
            self.env.flush_all()
            self.env.invalidate_all()
            stored = [self.shown(row) for row in self.rows]
            self.assertEqual((changed, stored, self.queued()), expected)
            self.changed += changed
            self.assertEqual(cached, stored, "nothing stale is in memory")
            again = self.env["stock.replenish.policy.rule"]._assign(company)
            self.assertEqual(again, 0)

    def test_statements_give_what_reading_gives(self):
        self.changed = 0
        self.check_draws(NOW, 10, drawn_lines=lines, drawn_rows=rows)
        self.assertGreater(self.changed, 30, "most draws say something")
