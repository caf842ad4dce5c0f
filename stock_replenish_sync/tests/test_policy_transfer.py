from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_matrix_overview import MatrixCommon

LINE_NAMES = [
    "sequence",
    "company_id",
    "warehouse_id",
    "category_id",
    "abc_class",
    "xyz_class",
    "demand_pattern",
    "policy_id",
    "active",
]


@tagged("post_install", "-at_install")
class TestTransfer(MatrixCommon):
    """Matrix and policies go out to a sheet and come back the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Sheets find warehouses by name.
        cls.other.name = "Only Here"
        cls.Rule.create(
            [
                {
                    "sequence": 10,
                    "company_id": cls.company.id,
                    "warehouse_id": cls.other.id,
                    "category_id": cls.categories[1].id,
                    "abc_class": "A",
                    "xyz_class": "Z",
                    "demand_pattern": "lumpy",
                    "policy_id": cls.policies[0].id,
                },
                {"sequence": 20, "abc_class": "B", "policy_id": cls.policies[1].id},
                {"sequence": 20, "policy_id": cls.policies[2].id},
            ]
        )

    def lines(self):
        return self.Rule.with_context(active_test=False).search([])

    def told(self, records, names):
        return records.export_data(names)["datas"]

    def assertLoaded(self, model, names, datas):
        result = self.env[model].load(names, [[str(v) for v in row] for row in datas])
        self.assertFalse(result["messages"])
        return result["ids"]

    def test_by_name_into_an_empty_matrix(self):
        before = self.told(self.lines(), LINE_NAMES)
        self.assertEqual(
            before[0][2:8], ["Only Here", "Top / Below", "A", "Z", "Lumpy", "Policy 0"]
        )
        self.lines().unlink()
        self.assertLoaded(self.Rule._name, LINE_NAMES, before)
        self.assertEqual(self.told(self.lines(), LINE_NAMES), before)

    def test_by_external_id_into_the_same_matrix(self):
        names = ["id", *(name.replace("_id", "_id/id") for name in LINE_NAMES)]
        before = self.told(self.lines(), names)
        ids = self.lines().ids
        self.lines().write({"abc_class": "C", "demand_pattern": False})
        self.assertEqual(self.assertLoaded(self.Rule._name, names, before), ids)
        self.assertEqual(self.told(self.lines(), names), before)

    def test_by_external_id_into_an_empty_matrix(self):
        names = ["id", *(name.replace("_id", "_id/id") for name in LINE_NAMES)]
        before = self.told(self.lines(), names)
        self.lines().unlink()
        self.assertLoaded(self.Rule._name, names, before)
        self.assertEqual(self.told(self.lines(), names), before)

    def test_lines_without_sequence_keep_the_order_of_the_sheet(self):
        self.lines().unlink()
        rows = [[f"Policy {number}", ""] for number in (2, 0, 1)]
        self.assertLoaded(self.Rule._name, ["policy_id", "abc_class"], rows)
        self.assertEqual(
            self.lines().policy_id.mapped("name"), ["Policy 2", "Policy 0", "Policy 1"]
        )

    @mute_logger("odoo.sql_db")
    def test_errors_in_the_users_words(self):
        company = self.env["res.company"].create({"name": "Second Company"})
        foreign = self.make_policy(name="Foreign", company_id=company.id)
        self.env.user.company_ids += company
        for names, row, words in (
            (["policy_id"], ["No such policy"], ("No such policy", "Policy")),
            (["policy_id", "abc_class"], ["Policy 0", "D"], ("D", "ABC")),
            (["abc_class"], ["A"], ("Policy",)),
            (
                ["policy_id", "warehouse_id"],
                ["Policy 0", "Nowhere"],
                ("Nowhere", "Warehouse"),
            ),
            (["policy_id/.id"], [str(foreign.id)], ("Foreign", "Second Company")),
        ):
            with self.subTest(row=row):
                result = self.Rule.load(names, [row])
                self.assertFalse(result["ids"])
                told = " ".join(message["message"] for message in result["messages"])
                for word in words:
                    self.assertIn(word, told)

    def test_policies_there_and_back(self):
        Policy = self.env["stock.replenish.policy"]
        policy = Policy.create(
            {
                "name": "Careful",
                "method": "just_in_time",
                "service_kind": "fill",
                "service_level": 0.975,
                "safety_days": 2,
                "apply_mode": "review",
                "approval_limit": 5000,
                "company_id": self.company.id,
            }
        )
        names = [
            name
            for name, field in Policy._fields.items()
            if field.store
            and not field.readonly
            and field.type not in ("one2many", "many2many")
        ]
        before = self.told(policy, names)
        policy.unlink()
        ids = self.assertLoaded(Policy._name, names, before)
        self.assertEqual(self.told(Policy.browse(ids), names), before)
        result = Policy.load(["name", "service_level"], [["Broken", "1.2"]])
        self.assertIn("Service Level", result["messages"][0]["message"])
