from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.queue_job.job import Job
from odoo.addons.stock_replenish_sync.tests.common_supply import SupplyCommon

METHOD = "<stock.replenish.run.part>._work_as_job"


@tagged("post_install", "-at_install")
class TestQueueJob(SupplyCommon):
    """Parts of runs as jobs of the real queue, performed one after another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        branch, route = cls.make_branch()
        shop = cls.env["stock.warehouse"].create(
            {"name": "Shop", "code": "SHP", "company_id": cls.company.id}
        )
        cls.rows = cls.env["stock.warehouse.orderpoint"]
        for number in range(4):
            product = cls.make_product(f"Product {number}")
            cls.past_demand(product, 7 + number, weeks=3)
            for warehouse in branch + shop:
                cls.sell_at(warehouse.lot_stock_id, product, 30)
            cls.rows += cls.make_orderpoint(product, cls.reorder_point)
            cls.rows += cls.make_orderpoint(product, cls.reorder_point, shop)
            cls.rows += cls.make_orderpoint(
                product, cls.reorder_point, branch, route_id=route.id
            )
        cls.Job = cls.env["queue.job"]
        for kind in ("plan", "order"):
            cls.env["ir.config_parameter"].set_param(
                f"stock_replenish_sync.{kind}_batch", "3"
            )

    def start(self, kind):
        """Open the run of a kind and return it, before anybody takes a part."""
        self.env.flush_all()
        getattr(self.Run, f"_cron_{kind}")(budget=-1)
        run = self.Run.search([("kind", "=", kind), ("state", "=", "running")])
        run._summon(run.part_ids.browse())
        return run

    def jobs(self, *states):
        return self.Job.search(
            [("method_name", "=", "_work_as_job"), ("state", "in", states)],
            order="id",
        )

    def perform(self, record):
        """Do what a job runner does; return what the job said."""
        job = Job.load(self.env, record.uuid)
        job.perform()
        job.set_done()
        job.store()
        self.env.flush_all()
        return job.result

    def perform_all(self):
        """Perform jobs, and those they queue, the last ones first."""
        said = []
        while jobs := self.jobs("pending"):
            said.append(self.perform(jobs[-1]))
        return said

    def outcome(self):
        """Return what plans and orders have written, without ids and times."""
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.env["purchase.order.line"].search(
            [("replenish_suggestion_id", "!=", False)]
        )
        moves = self.env["stock.move"].search(
            [("replenish_suggestion_id", "!=", False)]
        )
        return {
            "rows": [
                (
                    row.plan_status,
                    row.reorder_point,
                    row.order_quantity,
                    row.qty_to_order,
                    row.replenish_status,
                )
                for row in self.rows
            ],
            "suggestions": sorted(
                (
                    row.orderpoint_id.id,
                    row.state,
                    row.kind,
                    row.quantity,
                    str(row.need_date),
                    str(row.release_date),
                )
                for row in self.Suggestion.search([])
            ),
            "requests": sorted(
                (
                    order.partner_id.id,
                    order.picking_type_id.id,
                    str(order.date_order),
                    sorted(
                        (line.product_id.id, line.product_qty)
                        for line in order.order_line
                    ),
                )
                for order in lines.order_id
            ),
            "transfers": sorted(
                sorted(
                    (move.product_id.id, move.product_qty) for move in picking.move_ids
                )
                for picking in moves.picking_id
            ),
        }

    def test_every_part_in_turn_is_one_job(self):
        run = self.start("plan")
        job = self.jobs("pending")
        self.assertEqual(job.records, run.part_ids[0], "the others have to wait")
        self.assertEqual(job.channel, "root.replenish")
        run._summon(run.part_ids.browse())
        self.assertEqual(self.jobs("pending"), job, "queued once, however often asked")
        self.perform(job)
        jobs = self.jobs("pending")
        self.assertEqual([job.records for job in jobs], list(run.part_ids[1:]))
        self.assertEqual(jobs[0].name, "Plan: 3 rules")

    def test_settings_of_the_job(self):
        config = self.env["queue.job.function"].job_config(METHOD)
        self.assertEqual(config.channel, "root.replenish")
        self.assertEqual(config.retry_pattern, {1: 5, 3: 30, 5: 120})

    def test_jobs_do_what_one_worker_does(self):
        """Plan and order, whichever part is done first."""
        with self.env.cr.savepoint() as alone:
            self.assertTrue(self.Run._cron_plan() and self.Run._cron_order())
            expected = self.outcome()
            alone.rollback()
        self.assertEqual({row[0] for row in expected["rows"]}, {"planned"})
        self.assertTrue(expected["requests"] and expected["transfers"])
        for kind in ("plan", "order"):
            run = self.start(kind)
            said = self.perform_all()
            self.assertEqual(len(said), len(run.part_ids))
            self.assertEqual(set(run.part_ids.mapped("state")), {"done"})
            self.assertTrue(getattr(self.Run, f"_cron_{kind}")())
            self.assertEqual(run.state, "done")
        self.assertEqual(self.outcome(), expected)

    def test_orders_of_a_warehouse_are_one_job_after_the_other(self):
        self.Run._cron_plan()
        self.jobs("pending").unlink()
        run = self.start("order")
        warehouses = run.part_ids.warehouse_id
        self.assertEqual(len(warehouses), 2)
        self.assertGreater(len(run.part_ids), 3)
        first = self.jobs("pending")
        self.assertEqual(len(first), 2)
        self.perform(first[0])
        [then] = self.jobs("pending") - first
        self.assertEqual(then.records.warehouse_id, first[0].records.warehouse_id)

    def test_scheduled_action_ends_a_run_without_any_runner(self):
        """Jobs that come too late leave what is done alone."""
        self.env.flush_all()
        self.assertTrue(self.Run._cron_plan())
        run = self.Run.search([("kind", "=", "plan")])
        self.assertEqual((run.state, run.planned), ("done", len(self.rows)))
        jobs = self.jobs("pending")
        self.assertEqual(len(jobs), len(run.part_ids) - 2)
        with patch.object(type(self.Run), "_do_part") as do_part:
            self.assertEqual(set(self.perform_all()), {"Done elsewhere."})
        self.assertFalse(do_part.called)

    def test_part_of_a_run_that_was_given_up(self):
        run = self.start("plan")
        run.state = "failed"
        self.env.flush_all()
        self.assertEqual(self.perform_all(), ["Done elsewhere."])
