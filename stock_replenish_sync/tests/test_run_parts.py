from contextlib import suppress
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestRunParts(SupplyCommon, CronMixinCase):
    """How a run is cut into parts, who may take which, and what becomes of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        cls.branch, cls.route = cls.make_branch()
        cls.at_hub = cls.env["stock.warehouse.orderpoint"]
        cls.at_branch = cls.env["stock.warehouse.orderpoint"]
        for number in range(4):
            product = cls.make_product(f"Product {number}")
            cls.past_demand(product, 7, weeks=2)
            cls.at_hub += cls.make_orderpoint(product, cls.reorder_point)
            cls.at_branch += cls.make_orderpoint(
                product, cls.reorder_point, cls.branch, route_id=cls.route.id
            )
        cls.Part = cls.env["stock.replenish.run.part"]
        cls.Dirty = cls.env["stock.replenish.dirty"]
        cls.env["ir.config_parameter"].set_param("stock_replenish_sync.plan_batch", "2")

    def setUp(self):
        super().setUp()
        self.startPatcher(patch("time.sleep"))

    def pairs(self):
        """Return the rules of each product at the hub and at the branch."""
        return zip(self.at_hub, self.at_branch, strict=True)

    def start(self, kind="plan"):
        """Open the run of a kind and return it, before anybody takes a part."""
        self.env.flush_all()
        getattr(self.Run, f"_cron_{kind}")(budget=-1)
        return self.Run.search([("kind", "=", kind), ("state", "=", "running")])

    def claim(self):
        """Take the next part, and let go of it."""
        with self.Part._locks() as lock:
            return self.Part._claim(lock, "plan", self.company)

    def do(self, count=1):
        for _number in range(count):
            self.claim()._work()

    # --- cut, and taken in turn ---

    def test_whole_run_is_there_from_the_start(self):
        run = self.start()
        # A product at the hub and at the branch that draws on it is planned together.
        products = [[hub.id, branch.id] for hub, branch in self.pairs()]
        self.assertEqual(
            [(part.step, part.row_ids) for part in run.part_ids],
            [("prepare", False), *(("plan", ids) for ids in products)],
        )
        self.assertEqual((run.total, run.progress), (8, 0))

    def test_every_worker_gets_a_share_of_what_is_large(self):
        self.env["ir.config_parameter"].set_param(
            "stock_replenish_sync.plan_batch", "5000"
        )
        share = (
            "odoo.addons.stock_replenish_sync.models.runs.stock_replenish_run_open."
            "SMALLEST_SHARE"
        )
        with patch(share, 1):
            run = self.start()
        self.assertEqual(run.part_ids.mapped("rows"), [0, 4, 4])
        self.Run.search([]).unlink()
        self.assertEqual(self.start().part_ids.mapped("rows"), [0, 8])

    def test_classes_and_policies_come_first(self):
        """Nothing is planned by anybody before the rows have their policies."""
        run = self.start()
        [free] = self.Part._claimable("plan", self.company)
        self.assertEqual(free, run.part_ids[0].id)
        self.do()
        free = self.Part._claimable("plan", self.company)
        self.assertEqual(free, run.part_ids[1:].ids)

    def test_rule_made_after_the_cut_waits_no_night(self):
        """The first step gives it a policy; none of the parts has it."""
        self.env["stock.replenish.policy.rule"].create(
            {"policy_id": self.reorder_point.id}
        )
        product = self.make_product("Late")
        self.past_demand(product, 7, weeks=2)
        early = self.make_orderpoint(self.make_product("Early"))
        run = self.start()
        late = self.make_orderpoint(product)
        self.do()
        self.assertEqual((late | early).policy_id, self.reorder_point)
        waiting = self.Dirty.search([]).orderpoint_id
        self.assertIn(late, waiting)
        self.assertNotIn(early, waiting, "it is planned by this run anyway")
        self.assertTrue(self.Run._cron_plan())
        self.assertEqual((run.state, run.planned), ("done", 9))
        self.assertEqual((late.plan_status, late.qty_to_order), ("planned", 20))

    def test_part_that_failed_lets_others_go_first(self):
        run = self.start()
        self.do()
        parts = run.part_ids[1:]
        taken = [self.claim() for _attempt in range(len(parts) + 1)]
        self.assertEqual(taken, [*parts, parts[0]])
        self.assertEqual(parts.mapped("attempts"), [2, 1, 1, 1])
        self.assertTrue(parts[0].worker and parts[0].started_on)

    def test_counters_of_a_run_are_those_of_its_parts(self):
        run = self.start()
        self.do(2)
        self.assertEqual((run.planned, run.progress), (2, 25))
        self.assertTrue(self.Run._cron_plan())
        self.assertEqual((run.state, run.planned, run.progress), ("done", 8, 100))
        self.assertEqual(run.suggestions, sum(run.part_ids.mapped("suggestions")))
        self.assertEqual(run.suggestions, len(self.Suggestion.search([])))
        self.assertGreater(run.seconds, 0)
        self.assertFalse(any(run.part_ids.mapped("row_ids")), "ids are not kept")

    def test_done_once(self):
        run = self.start()
        self.do()
        part = self.claim()
        with patch.object(type(self.Run), "_do_part", return_value={}) as do_part:
            part._work()
            part._work()
        self.assertEqual(do_part.call_count, 1)
        self.assertEqual(part.state, "done")
        self.assertEqual(run.state, "running")

    def test_rows_gone_in_the_meantime(self):
        """Deleted or archived after the run was cut: nobody stumbles over them."""
        self.start()
        self.at_branch[0].unlink()
        self.at_branch[1].active = False
        self.assertTrue(self.Run._cron_plan())
        self.assertEqual(set(self.at_hub.mapped("plan_status")), {"planned"})
        self.assertEqual(self.at_branch[1].plan_status, "not_planned")
        run = self.Run.search([("scope", "=", "full")])
        self.assertEqual((run.state, run.planned, run.failed), ("done", 6, 0))

    # --- what kills or stops a worker ---

    def test_part_that_kills_its_workers_is_given_up(self):
        """It was taken often enough, and nobody came to its end."""
        run = self.start()
        self.do()
        killer = run.part_ids[1]
        killer.attempts = 4
        self.assertTrue(self.Run._cron_plan())
        self.assertEqual(killer.state, "failed")
        self.assertEqual((run.state, run.planned, run.failed), ("done", 6, 2))
        self.assertIn("2 reordering rules", run.message)
        # The run of what changed took them up.
        self.assertEqual(set(self.at_branch.mapped("plan_status")), {"planned"})

    def test_error_is_kept_and_in_the_end_given_up(self):
        broken = patch.object(
            type(self.Run), "_prepare_policies", side_effect=RuntimeError("broken")
        )
        run = self.start()
        for attempt in range(1, 5):
            # assertRaises would undo what the job has committed.
            with broken, suppress(RuntimeError):
                self.Run._cron_plan()
                self.fail("the error was swallowed")
            self.assertEqual(run.part_ids[0].attempts, attempt)
            self.assertEqual(run.part_ids[0].message, "broken")
            self.assertEqual(run.planned, 0)
        # With the classes of yesterday rather than not at all.
        with broken:
            self.assertTrue(self.Run._cron_plan())
        self.assertEqual(run.part_ids[0].state, "failed")
        self.assertEqual((run.state, run.planned), ("done", 8))

    # --- what changed ---

    def test_source_of_what_changed_is_planned_in_the_same_run(self):
        """Planning a branch queues its hub where that is not among what changed."""
        self.Run._cron_plan()
        self.sell_at(self.branch.lot_stock_id, self.at_branch[0].product_id, 50)
        self.env.flush_all()
        self.Dirty._take(self.at_hub.ids)
        self.Dirty._mark(self.at_branch[:1])
        self.assertTrue(self.Run._cron_plan())
        run = self.Run.search([("scope", "=", "dirty")])
        self.assertEqual((len(run), run.planned, len(run.part_ids)), (1, 2, 2))
        self.assertFalse(self.Dirty.search([]))

    # --- helpers ---

    def helpers_called(self, workers):
        """Return how many scheduled actions were asked to help plan everything."""
        self.env["ir.config_parameter"].set_param(
            "stock_replenish_sync.run_workers", str(workers)
        )
        self.Run.search([]).unlink()
        called = 0
        for number in (1, 2, 3):
            cron = f"stock_replenish_sync.ir_cron_help_{number}"
            with self.capture_triggers(cron) as captured:
                self.env.flush_all()
                self.Run._cron_plan()
            called += bool(captured.records)
            self.Run.search([]).unlink()
        return called

    def test_helpers_are_called_as_set(self):
        self.assertEqual(self.helpers_called(1), 0)
        self.assertEqual(self.helpers_called(2), 1)
        # Four parts to plan: one for each.
        self.assertEqual(self.helpers_called(4), 3)

    def test_nobody_is_called_for_a_single_part(self):
        self.Run._cron_plan()
        self.Dirty._mark(self.at_hub[:1])
        with self.capture_triggers("stock_replenish_sync.ir_cron_help_1") as captured:
            self.Run._cron_plan()
        self.assertFalse(captured.records)

    def test_helper_works_but_starts_nothing(self):
        self.Run._cron_help()
        self.assertFalse(self.Run.search([]))
        run = self.start()
        self.Run._cron_help()
        self.assertEqual((run.state, run.planned), ("done", 8))
        self.assertEqual(len(self.Run.search([])), 1)

    def test_helper_of_orders(self):
        self.Run._cron_plan()
        run = self.start("order")
        self.Run._cron_help()
        self.assertEqual(run.state, "done")
        self.assertEqual(run.ordered, sum(run.part_ids.mapped("rows")))
        self.assertEqual(run.ordered, 4)

    def test_as_many_jobs_as_helpers(self):
        for number in (1, 2, 3):
            cron = self.env.ref(f"stock_replenish_sync.ir_cron_help_{number}")
            self.assertEqual(cron.code, "model._cron_help()")
        self.assertFalse(
            self.env.ref(
                "stock_replenish_sync.ir_cron_help_4", raise_if_not_found=False
            )
        )
