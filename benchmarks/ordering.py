"""The ordering run, with one worker and with several."""

from .shared import Shared

#: Rules ordered, of each warehouse.
SAMPLE = 200


class OrderShared(Shared):
    """Orders a sample of what is due."""

    on = ("planned",)

    def prepare(self, env, case):
        env.cr.execute(
            """UPDATE stock_warehouse_orderpoint o
               SET trigger = CASE WHEN due.place <= %s THEN 'auto' ELSE 'manual' END
               FROM (SELECT id, row_number() OVER (
                         PARTITION BY warehouse_id ORDER BY qty_to_order > 0 DESC, id
                     ) AS place
                     FROM stock_warehouse_orderpoint) due
               WHERE due.id = o.id""",
            [SAMPLE],
        )
        # As many parts of each warehouse at every size of data.
        env["ir.config_parameter"].set_param(
            "stock_replenish_sync.order_batch", str(SAMPLE // 4)
        )
        super().prepare(env, case)

    def run(self, env, prepared):
        return self.work(env, "order").ordered
