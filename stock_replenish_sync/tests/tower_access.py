from odoo.exceptions import AccessError, UserError


class TowerAccess:
    """Tests that nobody sees numbers of companies he does not work in, whatever he asks
    for; beside `TowerCommon`, whose set-up they share with all others."""

    def test_nothing_of_another_company(self):
        foreign = {
            "company_ids": self.company.ids,
            "warehouse_ids": self.warehouses[self.company].ids,
            "categ_ids": self.families[:1].ids,
            "user_id": self.planner.id,
        }
        own = [("company_id", "=", self.abroad.id)]
        plain = self.tower(self.stranger, {"user_id": False})
        for filters in (
            {"user_id": False},
            {**foreign, "categ_ids": []},
            foreign,
            *({key: value, "user_id": False} for key, value in foreign.items()),
            {"user_id": self.planner.id},
        ):
            with self.subTest(filters=filters):
                answer = self.tower(self.stranger, filters)
                self.assertEqual(answer["filters"]["company_ids"], self.abroad.ids)
                self.assertFalse(answer["filters"]["warehouse_ids"])
                self.assertFalse(answer["filters"]["user_id"])
                self._check_of(own, answer)
                if not filters.get("categ_ids"):
                    self.assertEqual(answer["tiles"], plain["tiles"])
                    self.assertEqual(answer["work"], plain["work"])

    def _check_of(self, own, answer):
        """Every number is of the user's company alone, and nothing else is named."""
        for path, number in self.numbers(answer):
            drill = number["drill"]
            everybody = self.env[drill["model"]].sudo()
            everybody = everybody.with_context(allowed_company_ids=self.both.ids)
            rows = everybody.search(drill["domain"])
            self.assertEqual(rows, rows.filtered_domain(own), path)
            self.assertEqual(len(rows), number["count"], path)
        texts = list(_texts(answer))
        secrets = [
            *self.warehouses[self.company].mapped("name"),
            *(self.planner.name, self.company.name),
        ]
        for secret in secrets:
            self.assertFalse([text for text in texts if secret in text], secret)
        companies = {row["company"] for row in answer["top"]}
        self.assertLessEqual(companies, {self.abroad.name})

    def test_companies_that_are_not_one_s_own(self):
        with self.assertRaises(AccessError):
            self.tower(self.stranger, None, self.both)

    def test_without_a_role_it_is_refused(self):
        with self.assertRaisesRegex(AccessError, "needs the role Viewer"):
            self.tower(self.nobody)

    def test_planner_of_another_company_is_left_out(self):
        answer = self.tower(self.planner, {"user_id": self.stranger.id})
        self.assertFalse(answer["filters"]["user_id"])
        names = {row["name"] for row in answer["options"]["planners"]}
        self.assertNotIn(self.stranger.name, names)

    def test_filters_that_are_none(self):
        for filters in (
            [],
            "all",
            {"company_ids": "1"},
            {"company_ids": 1},
            {"warehouse_ids": ["x"]},
            {"categ_ids": [[1]]},
            {"categ_ids": [-1]},
            {"user_id": "me"},
            {"user_id": [1]},
            {"days": 5},
            {"days": "14"},
            {"days": [14]},
        ):
            with self.subTest(filters=filters), self.assertRaises(UserError):
                self.tower(filters=filters)
        for filters in (
            {"company_ids": [99_999_999]},
            {"warehouse_ids": [99_999_999], "user_id": 99_999_999},
            {"categ_ids": None, "unknown": 1},
        ):
            with self.subTest(filters=filters):
                self.assertTrue(self.tower(filters=filters)["tiles"])


def _texts(answer):
    """Yield all texts in an answer."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for value in answer.values():
            yield from _texts(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from _texts(value)
