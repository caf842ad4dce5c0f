"""Core's scheduler goes on where a rule, a move or a race would have stopped it."""

from contextlib import contextmanager
from unittest.mock import patch

import psycopg2

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.neutral import scheduler
from .common_supply import SupplyCommon

HERE = "odoo.addons.stock_replenish_sync"
SCHEDULER = f"{HERE}.models.neutral.scheduler"
ORDERING = f"{HERE}.models.neutral.stock_warehouse_orderpoint_scheduler"


class LostRace(psycopg2.errors.SerializationFailure):
    pgcode = "40001"


@tagged("post_install", "-at_install")
class TestScheduler(SupplyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Orderpoint = type(cls.env["stock.warehouse.orderpoint"])
        cls.rows = cls.env["stock.warehouse.orderpoint"].concat(
            *(cls.make_neutral(cls.make_product(f"Item {n}")) for n in range(5))
        )

    @classmethod
    def make_neutral(cls, product, **values):
        return cls.make_orderpoint(
            product, **{"product_min_qty": 10, "product_max_qty": 30, **values}
        )

    def run_scheduler(self, commits=False):
        """Do what core's scheduler does; its cursors are the one of the test."""
        self.env.flush_all()
        group = self.env["procurement.group"]
        with (
            patch(f"{ORDERING}.registry") as registry,
            patch("time.sleep") as pause,
            patch.object(type(self.env.cr), "commit"),
            mute_logger(SCHEDULER, f"{HERE}.tools.isolate", "odoo.addons.stock"),
        ):
            cursor = registry.return_value.cursor.return_value
            cursor.__enter__.return_value = self.env.cr
            group._run_scheduler_tasks(commits, self.company.id)
        self.pauses = [call.args[0] for call in pause.call_args_list]
        self.env.invalidate_all()

    @contextmanager
    def breaking(self, bad, error, method="_prepare_procurement_values"):
        """Let a method fail on some rows."""
        original = getattr(self.Orderpoint, method)

        def broken(rows, *args, **options):
            if rows & bad:
                if callable(error):
                    error()
                raise error
            return original(rows, *args, **options)

        with patch.object(self.Orderpoint, method, broken):
            yield

    def assertOrdered(self, *quantities):
        self.assertEqual(
            [
                sum(self.purchase_lines(product).mapped("product_qty"))
                for product in self.rows.product_id
            ],
            list(quantities),
        )

    def warnings(self, row):
        return row.product_id.product_tmpl_id.activity_ids.mapped("note")

    # --- errors ---

    def test_nothing_fails(self):
        self.run_scheduler()
        self.assertOrdered(30, 30, 30, 30, 30)
        self.assertEqual(len(self.purchase_lines(self.rows.product_id[0]).order_id), 1)
        self.run_scheduler()
        self.assertOrdered(30, 30, 30, 30, 30)

    def test_one_rule_fails_to_be_ordered(self):
        for error in (UserError("Ask Ann"), ValueError("Ask Ann")):
            with self.subTest(error=error), self.breaking(self.rows[2], error):
                self.run_scheduler()
            self.assertOrdered(30, 30, 0, 30, 30)
            [note] = self.warnings(self.rows[2])
            self.assertIn("Ask Ann", note)
        self.assertFalse(self.warnings(self.rows[1]))
        self.run_scheduler()
        self.assertOrdered(30, 30, 30, 30, 30)

    def test_error_without_words(self):
        with self.breaking(self.rows[0], ZeroDivisionError()):
            self.run_scheduler()
        self.assertIn("ZeroDivisionError", self.warnings(self.rows[0])[0])

    def test_error_of_the_database(self):
        def divide():
            self.env.cr.execute("SELECT 1 / 0")

        with self.breaking(self.rows[3], divide), mute_logger("odoo.sql_db"):
            self.run_scheduler()
        self.assertOrdered(30, 30, 30, 0, 30)

    def test_all_fail(self):
        with self.breaking(self.rows, UserError("Never")):
            self.run_scheduler()
        self.assertOrdered(0, 0, 0, 0, 0)

    def test_cores_own_exceptions_are_left_to_core(self):
        self.rows[1].product_id.route_ids = False
        self.rows[1].product_id.seller_ids.unlink()
        self.buy.warehouse_selectable = False
        self.warehouse.route_ids -= self.buy
        self.run_scheduler()
        self.assertOrdered(30, 0, 30, 30, 30)
        [note] = self.warnings(self.rows[1])
        self.assertIn("No rule has been found", note)

    def test_rules_without_end(self):
        """Places that draw on one another: nothing of that product is known."""
        row = self.rows[2]
        self.assertEqual(row.qty_to_order, 30)
        self.env.flush_all()
        route = self.make_loop(self.stock, self.warehouse.wh_input_stock_loc_id)
        row.product_id.route_ids = route
        # The quantity was computed when the routes were right.
        self.env.remove_to_compute(row._fields["qty_to_order"], self.rows)
        with self.assertRaisesRegex(UserError, "endless loop"):
            self.rows._compute_qty_to_order()
        self.run_scheduler()
        self.assertOrdered(30, 30, 0, 30, 30)
        [note] = self.warnings(row)
        self.assertIn("endless loop", note)
        self.run_scheduler()
        self.assertEqual(len(self.warnings(row)), 1)

    def test_old_quantity_is_not_ordered(self):
        self.assertEqual(self.rows[2].qty_to_order, 30)
        with self.breaking(self.rows[2], UserError("Unknown"), "_get_product_context"):
            self.run_scheduler()
        self.assertOrdered(30, 30, 0, 30, 30)
        self.assertEqual(self.rows[2].qty_to_order, 30)

    def test_production_that_cannot_be_confirmed(self):
        made = self.make_product("Made", vendor=False, route_ids=self.manufacture.ids)
        self.make_bom(made, {self.make_product("Part"): 1})
        row = self.make_neutral(made)

        refused = UserError("No")

        def confirm(productions):
            if productions:
                raise refused

        Production = type(self.env["mrp.production"])
        with patch.object(Production, "action_confirm", confirm):
            self.run_scheduler()
        self.assertOrdered(30, 30, 30, 30, 30)
        domain = [("product_id", "=", made.id)]
        self.assertFalse(self.env["mrp.production"].search(domain))
        self.assertIn("No", self.warnings(row)[0])
        self.run_scheduler()
        made = self.env["mrp.production"].search(domain)
        self.assertEqual((made.product_qty, made.state), (30, "confirmed"))

    def test_move_that_cannot_be_reserved(self):
        products = self.rows.product_id
        pickings = [self.sell(product, 2) for product in products]
        for product in products:
            self.set_stock(product, 5)
        Move = type(self.env["stock.move"])
        original, torn = Move._update_reserved_quantity, UserError("Torn label")

        def reserve(move, *args, **options):
            if move.product_id == products[0]:
                raise torn
            return original(move, *args, **options)

        with patch.object(Move, "_update_reserved_quantity", reserve):
            self.run_scheduler()
        states = [picking.state for picking in pickings]
        self.assertEqual(states, ["confirmed"] + ["assigned"] * 4)
        self.assertIn("Torn label", "".join(self.warnings(self.rows[0])))

    # --- races ---

    @contextmanager
    def losing(self, times, method="_prepare_procurement_values"):
        """Let the first `times` attempts at the third row lose their race."""
        original, bad, self.attempts = getattr(self.Orderpoint, method), self.rows[2], 0

        def racing(rows, *args, **options):
            if bad in rows:
                self.attempts += 1
                if self.attempts <= times:
                    raise LostRace
            return original(rows, *args, **options)

        with patch.object(self.Orderpoint, method, racing):
            yield

    def test_lost_race_is_run_again(self):
        with self.losing(2):
            self.run_scheduler(commits=True)
        self.assertOrdered(30, 30, 30, 30, 30)
        self.assertEqual(self.attempts, 3)
        self.assertEqual(self.pauses, [0.2, 0.4])

    def test_attempts_are_capped(self):
        """What is in use all the time waits for the next run; the others do not."""
        with self.losing(99), patch(f"{SCHEDULER}.PIECE", 1):
            self.run_scheduler(commits=True)
        self.assertOrdered(30, 30, 0, 30, 30)
        self.assertEqual(self.attempts, 8)
        self.assertFalse(self.warnings(self.rows[2]), "nothing is wrong with it")
        self.run_scheduler(commits=True)
        self.assertOrdered(30, 30, 30, 30, 30)

    def test_lost_race_while_computing(self):
        with self.losing(99, "_get_product_context"), patch(f"{SCHEDULER}.PIECE", 1):
            self.run_scheduler(commits=True)
        self.assertOrdered(30, 30, 0, 30, 30)

    def test_without_a_cursor_of_its_own_a_race_is_the_callers(self):
        with self.losing(1), self.assertRaises(psycopg2.OperationalError):
            self.run_scheduler()

    def test_other_errors_of_the_connection_are_raised(self):
        gone = psycopg2.OperationalError("server closed the connection")
        with self.breaking(self.rows[2], gone):
            with self.assertRaises(psycopg2.OperationalError):
                self.run_scheduler(commits=True)

    # --- batches ---

    def test_committed_in_batches(self):
        sizes = []
        work = scheduler.SchedulerRun.work

        def spy(run, records, job):
            sizes.append((records._name, len(records)))
            left_out = work(run, records, job)
            cached = records.env.cache.get_records(records, records._fields["name"])
            self.assertFalse(cached, "what a batch has read is forgotten")
            return left_out

        with (
            patch(f"{ORDERING}.BATCH", 2),
            patch.object(scheduler.SchedulerRun, "work", spy),
        ):
            self.run_scheduler(commits=True)
        self.assertOrdered(30, 30, 30, 30, 30)
        rules = [n for name, n in sizes if name == "stock.warehouse.orderpoint"]
        self.assertEqual(rules, [2, 2, 1, 2, 2, 1])

    def test_policies_are_ordered_as_ever(self):
        governed = self.make_short(5)
        self.run_scheduler()
        self.assertBought(governed.product_id, 5)
        self.assertOrdered(30, 30, 30, 30, 30)

    def test_what_the_scheduler_calls_is_no_step_of_it(self):
        """Parts that a production asks for are ordered at once, errors are raised."""
        made = self.make_product("Made", vendor=False, route_ids=self.manufacture.ids)
        part = self.make_product("Part")
        self.make_bom(made, {part: 1})
        self.make_neutral(part)
        self.make_neutral(made)
        seen = []
        original = self.Orderpoint._procure_orderpoint_confirm

        def spy(rows, *args, **options):
            seen.append((rows.product_id, bool(rows.env.context.get(scheduler.KEY))))
            return original(rows, *args, **options)

        with patch.object(self.Orderpoint, "_procure_orderpoint_confirm", spy):
            self.run_scheduler()
        self.assertEqual([step for _products, step in seen].count(True), 1)

    def test_routes(self):
        # Rows of another company are none of this run's.
        other = self.env["res.company"].create({"name": "Other"})
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        product = self.make_product("Theirs", company_id=False)
        self.env.user.company_ids = [Command.link(other.id)]
        self.make_neutral(product, warehouse=warehouse)
        self.run_scheduler()
        self.assertFalse(self.purchase_lines(product))
