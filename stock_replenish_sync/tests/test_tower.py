from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.tower import stock_replenish_tower_inbound as inbound
from ..models.tower import stock_replenish_tower_risk as risk
from .common_tower import TowerCommon
from .tower_access import TowerAccess

MONEY = {
    "stock.replenish.exception": "value_rank",
    "stock.replenish.suggestion": "value",
    "stock.replenish.message": "money",
    "stock.warehouse.orderpoint": "order_value",
}


@tagged("post_install", "-at_install")
class TestTower(TowerAccess, TowerCommon):
    """Numbers of the tower, and the lists behind them."""

    def _filters(self):
        """Return filters as somebody may choose them."""
        draw = self.draw
        places = (self.warehouse, self.branch, self.warehouses[self.abroad])
        filters = {
            "company_ids": draw.choice([[], self.company.ids, self.both.ids]),
            "warehouse_ids": draw.choice(
                [[], [place.id for place in draw.sample(places, 2)]]
            ),
            "categ_ids": draw.choice(
                [[], self.parent.ids, [draw.choice(self.families).id]]
            ),
            "days": draw.choice([14, 28, 91]),
            "user_id": draw.choice(
                [False, self.planner.id, self.boss.id, self.other_planner.id]
            ),
        }
        return {
            key: value
            for key, value in filters.items()
            if key != "user_id" or draw.random() < 0.8
        }

    def test_every_number_is_that_of_its_list(self):
        with (
            patch.multiple(risk, _ROWS=2, _COLUMNS=2),
            patch.object(inbound, "_VENDORS", 2),
        ):
            for number in range(16):
                user, companies = self.draw.choice(
                    [(self.boss, self.both), (self.planner, self.company)]
                )
                filters = self._filters()
                with self.subTest(number, user=user.login, filters=filters):
                    self._check(user, companies, filters)

    def _check(self, user, companies, filters):
        answer = self.tower(user, filters, companies)
        self.assertFalse(answer["empty"] == "onboarding")
        numbers = list(self.numbers(answer))
        self.assertGreater(len(numbers), 15)
        for path, number in numbers:
            drill = number["drill"]
            model = self.reader(drill["model"], user, companies)
            rows = model.search(drill["domain"])
            self.assertEqual(len(rows), number["count"], path)
            if number.get("value") is not None:
                value = sum(rows.mapped(MONEY[drill["model"]]))
                self.assertAlmostEqual(value, number["value"], 1, path)
            self.assertTrue(self.env.ref(drill["action"]), path)
        self._check_sums(answer)
        self._check_top(answer, user, companies)

    def _check_sums(self, answer):
        """Parts of the screen that show the same rows agree."""
        tiles = {
            tile["key"]: tile["count"]
            for tile in (*answer["more_tiles"], *answer["tiles"])
        }
        for part, kinds in (
            ("outlook", ("stocked_out", "will_stock_out")),
            ("stuck", ("late_transfer",)),
            ("ageing", ("ageing", "expiring")),
        ):
            self.assertEqual(
                sum(number["count"] for number in answer[part]),
                sum(tiles.get(kind, 0) for kind in kinds),
                part,
            )
        self.assertEqual(
            answer["sentence"]["out"] + answer["sentence"]["will_be_out"],
            tiles["stocked_out"] + tiles["will_stock_out"],
        )
        maps = [answer["inbound"], *answer["risk"]["by"].values()]
        shortages = ("stocked_out", "will_stock_out", "demand_spike")
        wholes = [tiles.get("late_purchase", 0)]
        wholes += [sum(tiles.get(kind, 0) for kind in shortages)] * 3
        for table, whole in zip(maps, wholes, strict=True):
            self.assertEqual(sum(row["count"] for row in table["rows"]), whole)
            for row in table["rows"]:
                self.assertEqual(len(row["cells"]), len(table["columns"]))
                cells = [cell["count"] for cell in row["cells"] if cell]
                self.assertEqual(sum(cells), row["count"])

    def _check_top(self, answer, user, companies):
        rows = self.reader("stock.replenish.exception", user, companies).search(
            answer["top_drill"]["domain"]
        )
        first = {}
        for row in rows:
            item = (row.product_id, row.warehouse_id)
            first.setdefault(item if row.product_id else row, row.id)
        self.assertEqual(
            [row["id"] for row in answer["top"]], list(first.values())[:10]
        )

    def test_tiles_say_how_many_more_than_yesterday(self):
        one = {"company_ids": self.company.ids, "user_id": False}
        kind = "negative_stock"
        self.env["stock.replenish.exception"].search([("kind", "=", kind)]).unlink()

        def change():
            tiles = self.tower(filters=one)["more_tiles"]
            [tile] = [tile for tile in tiles if tile["key"] == kind]
            return tile["count"], tile["change"]

        now = fields.Datetime.now()
        rows = self.make_exceptions(self.company, 6, kind=kind, state="open")
        self.assertEqual(change(), (6, None))

        def tell(row, **values):
            row.episode_ids.write(
                {key: now - timedelta(hours=hours) for key, hours in values.items()}
            )

        tell(rows[0], raised_on=30)
        # Seen to since, or closed since: it was open then.
        tell(rows[1], raised_on=50, acted_on=3)
        tell(rows[2], raised_on=50, ended_on=3)
        # Not open any more at that moment.
        tell(rows[3], raised_on=50, acted_on=26)
        tell(rows[4], raised_on=50, ended_on=26)
        (rows[1] | rows[3]).write({"state": "acknowledged"})
        (rows[2] | rows[4]).write({"state": "resolved"})
        self.assertEqual(change(), (2, -1))
        # Handed on, it stays where it is.
        tell(rows[5], raised_on=50, acted_on=40)
        rows[5].episode_ids.acted_how = "assign"
        self.assertEqual(change(), (2, -2))

    def test_money_is_that_of_the_lists(self):
        """Who works in another currency than the main company's sees its own."""
        money = self.env["res.currency"].create({"name": "TWR", "symbol": "T"})
        self.env["res.currency.rate"].create(
            {
                "name": "2020-01-01",
                "rate": 4,
                "currency_id": money.id,
                "company_id": self.abroad._get_main_company().id,
            }
        )
        self.abroad.currency_id = money
        answer = self.tower(self.stranger, {"user_id": False}, self.abroad)
        self.assertEqual(answer["currency_id"], money.id)
        numbers = dict(self.numbers(answer))
        for path, number in numbers.items():
            drill = number["drill"]
            rows = self.reader(drill["model"], self.stranger, self.abroad).search(
                drill["domain"]
            )
            if number.get("value"):
                name = MONEY[drill["model"]]
                rate = 4 if name == "value_rank" else 1
                value = rate * sum(rows.mapped(name))
                self.assertAlmostEqual(value, number["value"], 1, path)
        first = answer["top"][0]
        row = self.env["stock.replenish.exception"].browse(first["id"])
        self.assertAlmostEqual(first["value"], 4 * row.value_rank, 2)

    def test_an_item_is_once_among_the_ten(self):
        """What ran out and the late order that it waits for are the same money."""
        top = self.tower()["top"]
        row = self.env["stock.replenish.exception"].browse(top[0]["id"])
        again = row.copy(
            {
                "kind": "late_purchase",
                "fingerprint": "tower:again",
                # Next in the list.
                "value_rank": row.value_rank - 0.01,
            }
        )
        seen = self.tower()
        self.assertEqual(seen["top"], top)
        rows = self.env["stock.replenish.exception"].search(seen["top_drill"]["domain"])
        self.assertIn(again, rows, "it is in the list")

    def test_each_tile_says_what_it_counts(self):
        answer = self.tower()
        tiles = [*answer["tiles"], *answer["more_tiles"], *answer["work"]]
        for tile in tiles:
            self.assertGreater(len(tile["help"]), 20, tile["key"])
        self.assertIn("Cost of waiting", answer["sentence"]["help"])
        self.assertEqual(
            [bar["start"] for bar in answer["outlook"]][-1], False, "no week"
        )

    def test_one_s_own_rows_first(self):
        answer = self.tower(self.planner)
        self.assertEqual(answer["filters"]["user_id"], self.planner.id)
        owners = {row["owner_id"] for row in answer["top"]}
        self.assertLessEqual(owners, {self.planner.id, False})
        # Who owns nothing sees what everybody does; so does who asks for it.
        self.assertFalse(self.tower(self.other_planner)["filters"]["user_id"])
        everybody = self.tower(self.planner, {"user_id": False})
        self.assertFalse(everybody["filters"]["user_id"])
        self.assertTrue(everybody["options"]["planners"][0]["is_me"])

    def test_part_that_fails_leaves_the_others(self):
        tower = type(self.env["stock.replenish.tower"])

        def broken(_self, _view):
            self.env.cr.execute("SELECT 1 / 0")

        with (
            patch.object(tower, "_inbound", broken),
            mute_logger(
                "odoo.sql_db",
                "odoo.addons.stock_replenish_sync.models.tower.stock_replenish_tower",
            ),
        ):
            answer = self.tower()
        self.assertEqual(answer["inbound"], {"error": True})
        self.assertTrue(answer["risk"]["by"])
        self.assertTrue(answer["health"]["jobs"])

    def test_as_many_queries_for_many_rows(self):
        filters = {"user_id": False, "categ_ids": self.parent.ids}

        def look():
            self.tower(self.boss, filters, self.both)

        few = self.queries_of(look)
        self.make_exceptions(self.company, 80)
        self.assertEqual(self.queries_of(look), few)
        self.assertLess(few, 80)

    def test_looking_changes_nothing(self):
        tables = ("stock.replenish.exception", "stock.replenish.exception.kind")
        before = [self.env[name].search_count([]) for name in tables]
        self.tower()
        self.assertEqual([self.env[name].search_count([]) for name in tables], before)

    def test_nothing_open(self):
        quiet = {"warehouse_ids": self.branch.ids, "user_id": False}
        place = [("warehouse_id", "in", self.branch.ids)]
        self.env["stock.replenish.exception"].search(place).write({"state": "resolved"})
        for model, state in (
            ("stock.replenish.suggestion", "ordered"),
            ("stock.replenish.decision", "accepted"),
            ("stock.replenish.message", "applied"),
        ):
            self.env[model].search(place).write({"state": state})
        self.env["stock.warehouse.orderpoint"].search(place).write({"active": False})
        answer = self.tower(filters=quiet)
        self.assertEqual(answer["empty"], "calm")
        self.assertEqual((answer["top"], answer["stuck"]), ([], []))
        self.assertFalse(any(number["count"] for _p, number in self.numbers(answer)))

    def test_before_the_first_plan(self):
        newcomer = self.env["res.company"].create({"name": "Newcomer"})
        self.env.user.company_ids += newcomer
        self.boss.company_ids += newcomer
        answer = self.tower(self.boss, None, newcomer)
        self.assertEqual(answer["empty"], "onboarding")
        as_of = answer["as_of"]
        self.assertFalse(as_of["planned_on"] or as_of["scanned_on"] or as_of["failed"])
        self.assertEqual(answer["health"], {"jobs": [], "worst": False}, "no rule yet")
        for tile in answer["tiles"]:
            self.assertEqual((tile["count"], tile["change"]), (0, None))

    def test_health_of_our_own_jobs(self):
        jobs = self.env["stock.replenish.job"].search(
            [("company_id", "=", self.company.id)]
        )
        calls = self.env["stock.replenish.job.call"]
        now = fields.Datetime.now()
        for job, hours in (("plan", 2), ("order", 30), ("scan", 0.3)):
            calls._mark(job, self.company, now - timedelta(hours=hours))
        calls._failed("scan", self.company, "Broken")
        self.env.invalidate_all()
        health = self.tower()["health"]
        states = {job["key"]: job["state"] for job in health["jobs"]}
        self.assertEqual(states.keys(), set(jobs.mapped("job")))
        self.assertEqual(
            {key: states[key] for key in ("plan", "order", "scan", "snapshot")},
            {
                "plan": "ok",
                "order": "stale",
                "scan": "failing",
                "snapshot": "waiting",
            },
        )
        self.assertEqual(health["worst"], "stale")
        for job in health["jobs"]:
            found = self.env[job["drill"]["model"]].search(job["drill"]["domain"])
            self.assertEqual(found.job, job["key"])
