"""Lots of goods that expire: one per receipt, used up oldest first."""

import datetime as dt

import numpy as np

from . import bulk, products


class Lots:
    """Which lot each receipt brought and each sale took (empty where lots cannot
    expire).
    """

    def __init__(self, world):
        self.opening = {}
        self.purchase = np.full(len(world.flows.purchases["item"]), -1, np.int64)
        self.sale_rows = ([], [], [])
        if products.has_expiry(world.env):
            self._create(world)

    def sale_lots(self):
        """Return (sale row, lot, quantity) as arrays."""
        return tuple(np.array(column, np.int64) for column in self.sale_rows)

    def _create(self, world):
        flows, rows = world.flows, []
        for item in world.items:
            if "expiring" not in item.product.family.flags:
                continue
            receipts = [(-1, int(world.sim.opening[item.index]), -1)]
            chosen = np.flatnonzero(
                (flows.purchases["item"] == item.index)
                & (flows.purchases["arrival"] < world.days)
            )
            receipts += [
                (
                    int(flows.purchases["arrival"][row]),
                    int(flows.purchases["quantity"][row]),
                    int(row),
                )
                for row in chosen
            ]
            receipts = sorted(receipt for receipt in receipts if receipt[1] > 0)
            first = len(rows)
            rows += [[item, day, quantity, row] for day, quantity, row in receipts]
            self._use_up(flows, item, rows, first)
        ids = bulk.reserve_ids(world.env.cr, "stock_lot", len(rows))
        for lot_id, (item, _day, _left, row) in zip(ids.tolist(), rows, strict=True):
            if row < 0:
                self.opening[item.index] = lot_id
            else:
                self.purchase[row] = lot_id
        self.sale_rows = (
            self.sale_rows[0],
            [int(ids[row]) for row in self.sale_rows[1]],
            self.sale_rows[2],
        )
        self._write(world, ids, rows)

    def _use_up(self, flows, item, rows, first):
        """Take each sale of the item from the oldest lot that has something left."""
        sales = np.flatnonzero(flows.sales["item"] == item.index)
        current = first
        for sale in sales[
            np.argsort(flows.sales["day"][sales], kind="stable")
        ].tolist():
            wanted = int(flows.sales["quantity"][sale])
            while wanted:
                taken = min(wanted, rows[current][2])
                if taken:
                    for column, value in zip(
                        self.sale_rows, (sale, current, taken), strict=True
                    ):
                        column.append(value)
                rows[current][2] -= taken
                wanted -= taken
                if wanted:
                    current += 1

    def _write(self, world, ids, rows):
        """Give lots a shelf life; some of what is left has expired, some is
        about to.
        """
        midnight = np.datetime64(world.first_day, "s")
        expiry, left_over = [], 0
        for item, day, left, _row in rows:
            shelf = 90 + 15 * (item.product.index % 5)
            moment = midnight + (max(day, 0) + shelf) * 86400
            if left:
                left_over += 1
                if left_over % 5 in (1, 2):
                    days = -4 if left_over % 5 == 1 else 6
                    moment = np.datetime64(world.today + dt.timedelta(days=days), "s")
            expiry.append(moment)
        expiry = np.array(expiry, "datetime64[s]")
        number = 0
        names = []
        for item, _day, _left, _row in rows:
            number += 1
            names.append(f"{item.product.record.default_code}-{number:04d}")
        locations = [
            world.warehouses[item.warehouse].lot_stock_id.id if left else -1
            for item, _day, left, _row in rows
        ]
        bulk.insert(
            world.env["stock.lot"],
            len(rows),
            {
                "id": ids,
                "name": names,
                "product_id": np.array(
                    [item.product.record.id for item, *_rest in rows], np.int64
                ),
                "product_uom_id": np.array(
                    [item.product.record.uom_id.id for item, *_rest in rows], np.int64
                ),
                "company_id": np.array(
                    [world.companies[item.company].id for item, *_rest in rows],
                    np.int64,
                ),
                "location_id": np.array(locations, np.int64),
                "expiration_date": expiry,
                "use_date": expiry,
                "removal_date": expiry - 5 * 86400,
                "alert_date": expiry - 14 * 86400,
                "product_expiry_reminded": False,
            },
        )
