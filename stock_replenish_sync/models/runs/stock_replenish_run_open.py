from odoo import _, fields, models
from odoo.tools import SQL, split_every

from ...tools import split_by
from ...tools.locks import ORDER, PLAN

# First keys of the advisory locks; the second is the company.
LOCK_CLASS = {"plan": PLAN, "order": ORDER}
# Rows that are not cut further for the sake of another worker.
SMALLEST_SHARE = 500


class StockReplenishRun(models.Model):
    """Life of a run: started and cut into parts, gone on with, finished.

    One worker at a time sees to the runs of a company, guarded by an advisory lock;
    what it looks at is what was there when it got the lock.
    """

    _inherit = "stock.replenish.run"

    def _open(self, shift, company):
        """See to it that a company has parts to work on.

        :return: False if nothing is left for this call
        """
        with self._locks() as lock:
            if not lock(LOCK_CLASS[shift.kind], company.id):
                return True
            shift.opened.add(company.id)
            self._commit()
            self = self.with_company(company)
            company = company.with_env(self.env)
            if shift.kind == "order":
                left = self._open_order(shift, company)
            else:
                left = self._open_full(shift, company) or self._open_dirty(
                    shift, company
                )
            self._commit()
            return left

    def _open_full(self, shift, company):
        """Go on with the plan of today, or start it; tell whether there is work."""
        run = self._resume("plan", "full", company)
        if run:
            return run._goes_on()
        done = [
            ("kind", "=", "plan"),
            ("scope", "=", "full"),
            ("company_id", "=", company.id),
            ("day", "=", company._replenish_today()),
            ("state", "=", "done"),
        ]
        if not shift.starts or self.search_count(done, limit=1):
            return False
        run = self._start("plan", "full", company)
        run._add_parts([{"step": "prepare"}])
        run._add_plan_parts(self._rows_to_plan(company, SQL("TRUE")))
        return True

    def _open_dirty(self, shift, company):
        """Go on with what changed, or start it; tell whether there is work.

        Every row once: what is in use, or changed again meanwhile, is left to the
        next call, so that two warehouses that supply each other come to an end.
        """
        run = self._resume("plan", "dirty", company)
        if run:
            shift.met.add(company.id)
            if run._goes_on(finish=False):
                return True
        elif company.id in shift.met or not shift.starts:
            return False
        tried = [row for part in run.part_ids for row in part.row_ids or []]
        rows = self._rows_to_plan(
            company,
            SQL(
                """EXISTS (SELECT FROM stock_replenish_dirty d
                           WHERE d.orderpoint_id = o.id)
                   AND NOT EXISTS (
                       SELECT FROM unnest(%s::int[]) AS t(id) WHERE t.id = o.id)""",
                tried,
            ),
        )
        if rows:
            run = run or self._start("plan", "dirty", company)
            shift.met.add(company.id)
            run._add_plan_parts(rows)
        elif run:
            run._finish()
        return bool(rows)

    def _open_order(self, shift, company):
        """Go on with what is to be ordered, or start it; tell whether there is work."""
        run = self._resume("order", "full", company)
        if run:
            shift.met.add(company.id)
            return run._goes_on()
        if company.id in shift.met or not shift.starts:
            return False
        shift.met.add(company.id)
        rows = self._rows_to_order(company)
        if rows:
            self._start("order", "full", company)._add_order_parts(rows)
        return bool(rows)

    def _resume(self, kind, scope, company):
        """Return today's unfinished run, if any; give up those of other days."""
        unfinished = self.search(
            [
                ("kind", "=", kind),
                ("scope", "=", scope),
                ("company_id", "=", company.id),
                ("state", "=", "running"),
            ]
        )
        today = company._replenish_today()
        current = unfinished.filtered(lambda run: run.day == today)[:1]
        for run in unfinished - current:
            run.write(
                {
                    "state": "failed",
                    "message": _(
                        "Not finished on its day; the next run started anew. Look "
                        "whether scheduled actions run."
                    ),
                }
            )
            run._tell_failed(run.message)
        return current

    def _start(self, kind, scope, company):
        """Return a new run, still without parts."""
        return self.create(
            {
                "kind": kind,
                "scope": scope,
                "company_id": company.id,
                "day": company._replenish_today(),
            }
        )

    def _job(self):
        """Return the job that a run is of, as it is watched."""
        if self.kind == "order":
            return "order"
        return "plan" if self.scope == "full" else "changes"

    def _tell_failed(self, error):
        """Note that something of a run failed, for whoever watches the jobs."""
        self.env["stock.replenish.job.call"]._failed(
            self._job(), self.company_id, error
        )

    def _goes_on(self, finish=True):
        """Tell whether parts are left; finish the run if there are none."""
        left = self._has_parts_left() or self._add_last_part()
        if finish and not left:
            self._finish()
        return left

    def _add_last_part(self):
        """Have orders of vendors put together once all is planned; tell whether."""
        last = self.env["stock.replenish.run.part"].search(
            [("run_id", "=", self.id)], order="id desc", limit=1
        )
        if last.step != "plan" or not self.env["stock.replenish.vendor"]._puts_together(
            self.company_id
        ):
            return False
        self._add_parts([{"step": "together"}])
        return True

    def _has_parts_left(self):
        return bool(
            self.env["stock.replenish.run.part"].search_count(
                [("run_id", "=", self.id), ("state", "=", "waiting")], limit=1
            )
        )

    def _finish(self):
        values = {"state": "done", "finished_on": fields.Datetime.now()}
        left_out = sum(
            self.part_ids.filtered(lambda part: part.state == "failed").mapped("rows")
        )
        if left_out:
            values["message"] = _(
                "%s reordering rules were left out after several attempts; the next "
                "run takes them up.",
                left_out,
            )
        self.write(values)
        self.env["stock.replenish.job.call"]._done(
            self._job(), self.company_id, self.seconds
        )
        if self.kind == "plan":
            self.env["stock.replenish.watch"]._tell(self.company_id)
        # Years of ids would add up.
        self.part_ids.write({"row_ids": False})

    def _add_plan_parts(self, rows):
        """Cut rows, (product, id), into parts of whole products.

        Where it is worth while there is a part for every worker.
        """
        workers = self.env.context.get("replenish_workers") or self._workers()
        share = max(-(-len(rows) // workers), SMALLEST_SHARE)
        size = min(share, self._batch_size("plan"))
        products, ids = zip(*rows, strict=True) if rows else ((), ())
        self._add_parts(
            {"step": "plan", "row_ids": part} for part in split_by(ids, products, size)
        )

    def _add_order_parts(self, rows):
        """Cut rows, by the warehouse whose documents they become, into parts."""
        size = self._batch_size("order")
        self._add_parts(
            {"step": "order", "warehouse_id": warehouse, "row_ids": list(part)}
            for warehouse, ids in rows.items()
            for part in split_every(size, ids)
        )

    def _add_parts(self, parts):
        self.env["stock.replenish.run.part"].create(
            [
                {**part, "run_id": self.id, "rows": len(part.get("row_ids", ()))}
                for part in parts
            ]
        )

    def _rows_to_plan(self, company, condition):
        """Return (product, id) of rows to plan.

        :param condition: SQL on the orderpoint `o`
        """
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.env["stock.replenish.dirty"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT o.product_id, o.id
                FROM stock_warehouse_orderpoint o
                JOIN product_product p ON p.id = o.product_id AND p.active
                WHERE o.company_id = %s AND o.active AND %s
                """,
                company.id,
                condition,
            )
        )
        return self.env.cr.fetchall()
