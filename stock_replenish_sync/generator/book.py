"""Collects done stock moves as columns and writes them with their move lines in
one go.
"""

import numpy as np

from . import bulk
from .moves import DONE

#: Columns of a block of moves and what they are when the block does not say (-1: no
#: record).
DEFAULTS = {
    "picking_id": -1,
    "picking_type_id": -1,
    "partner_id": -1,
    "warehouse_id": -1,
    "purchase_line_id": -1,
    "production_id": -1,
    "raw_material_production_id": -1,
    "bom_line_id": -1,
    "origin_returned_move_id": -1,
    "price_unit": 0.0,
    "is_inventory": False,
    "reference": "",
    "origin": "",
    "unit_factor": 1.0,
}
NEEDED = (
    "product_id",
    "product_uom",
    "name",
    "location_id",
    "location_dest_id",
    "quantity",
    "date",
    "date_deadline",
    "company_id",
)


class Book:
    """Done moves of the history."""

    def __init__(self, world):
        self.world = world
        self.env = world.env
        self.blocks = []
        self.lines = []
        self.chains = []
        products = [row.record for row in world.products]
        self.product_name = {product.id: product.display_name for product in products}
        self.product_uom = {product.id: product.uom_id.id for product in products}
        self.category = {
            product.id: product.categ_id.complete_name for product in products
        }

    def when(self, days, hour):
        """Return moments: day numbers of the simulation at an hour (UTC), some minutes
        apart.
        """
        days = np.asarray(days, np.int64)
        minutes = (np.arange(days.size) * 7) % 50
        start = np.datetime64(self.world.first_day, "s")
        return start + days * 86400 + int(hour * 3600) + minutes * 60

    def pickings(
        self,
        picking_types,
        partners,
        source,
        destination,
        moments,
        state="done",
        origin=None,
    ):
        """Group rows by operation type, partner, places, day and origin into done
        transfers.

        Returns the transfer id and its name for each row.
        """
        count = len(moments)
        keys = np.stack(
            [
                np.broadcast_to(column, count)
                for column in (
                    picking_types,
                    partners,
                    source,
                    destination,
                    moments.astype("datetime64[D]").astype(int),
                )
            ]
            + [
                np.broadcast_to(
                    np.arange(count) * 0 if origin is None else origin[0], count
                )
            ],
            axis=1,
        )
        unique, first, inverse = np.unique(
            keys, axis=0, return_index=True, return_inverse=True
        )
        inverse = inverse.reshape(-1)
        ids = bulk.reserve_ids(self.env.cr, "stock_picking", len(unique))
        names = np.empty(len(unique), object)
        for type_id in np.unique(unique[:, 0]):
            chosen = np.flatnonzero(unique[:, 0] == type_id)
            sequence = self.env["stock.picking.type"].browse(int(type_id)).sequence_id
            names[chosen] = bulk.reserve_names(sequence, len(chosen))
        companies = {
            row.id: row.company_id.id
            for row in self.env["stock.picking.type"].browse(
                np.unique(unique[:, 0]).tolist()
            )
        }
        bulk.insert(
            self.env["stock.picking"],
            len(unique),
            {
                "id": ids,
                "name": names,
                "state": state,
                "picking_type_id": unique[:, 0],
                "partner_id": unique[:, 1],
                "location_id": unique[:, 2],
                "location_dest_id": unique[:, 3],
                "company_id": np.array(
                    [companies[row] for row in unique[:, 0].tolist()], np.int64
                ),
                "origin": None if origin is None else [origin[1][row] for row in first],
                "scheduled_date": moments[first],
                "date_deadline": moments[first],
                "date": moments[first],
                "date_done": moments[first],
                "move_type": "direct",
                "priority": "0",
                "has_deadline_issue": False,
                "is_locked": True,
            },
        )
        return ids[inverse], names[inverse]

    def add(self, lots=None, **columns):
        """Add a block of moves and return their ids.

        `lots` is (row, lot id, quantity) where rows are tracked by lot; a row may
        appear several times. Rows it does not name have one move line without a lot.
        """
        count = len(columns["product_id"])
        ids = bulk.reserve_ids(self.env.cr, "stock_move", count)
        unknown = set(columns) - set(NEEDED) - set(DEFAULTS)
        if unknown:
            raise ValueError(f"unknown columns {sorted(unknown)}")
        products = np.asarray(columns["product_id"]).tolist()
        columns.setdefault(
            "product_uom",
            np.array([self.product_uom[row] for row in products], np.int64),
        )
        columns.setdefault("date_deadline", columns["date"])
        columns.setdefault(
            "name", np.array([self.product_name[row] for row in products], object)
        )
        block = {"id": ids}
        for name in (*NEEDED, *DEFAULTS):
            value = columns.get(name, DEFAULTS.get(name))
            value = (
                np.asarray(value, object)
                if isinstance(value, str)
                else np.asarray(value)
            )
            block[name] = np.broadcast_to(value, count)
        self.blocks.append(block)
        row = np.arange(count)
        if lots is None or not len(lots[0]):
            self.lines.append(
                (ids, np.full(count, -1), block["quantity"], row, len(self.blocks) - 1)
            )
        else:
            plain = np.setdiff1d(row, lots[0])
            chosen = np.concatenate([plain, lots[0]])
            self.lines.append(
                (
                    ids[chosen],
                    np.concatenate([np.full(plain.size, -1), lots[1]]),
                    np.concatenate([block["quantity"][plain], lots[2]]),
                    chosen,
                    len(self.blocks) - 1,
                )
            )
        return ids

    def chain(self, before, after):
        """Say that one move brought what the next one took."""
        self.chains += zip(before.tolist(), after.tolist(), strict=True)

    def write_all(self):
        """Write moves, move lines and chains; return the range of move ids."""
        if not self.blocks:
            return 0
        moves = {
            name: np.concatenate([block[name] for block in self.blocks])
            for name in self.blocks[0]
        }
        count = len(moves["id"])
        quantity = moves["quantity"].astype(float)
        with bulk.filling(self.env.cr, "stock_move", count):
            bulk.insert(
                self.env["stock.move"],
                count,
                {
                    **moves,
                    **DONE,
                    "quantity": quantity,
                    "product_uom_qty": quantity,
                    "product_qty": quantity,
                    "description_picking": moves["name"],
                    "to_refund": moves["origin_returned_move_id"] > 0,
                    "cost_share": 0.0,
                    "manual_consumption": False,
                },
            )
        self._write_lines()
        bulk.link(
            self.env.cr,
            "stock_move_move_rel",
            "move_orig_id",
            "move_dest_id",
            self.chains,
        )
        return count

    def _write_lines(self):
        columns = {name: [] for name in ("move_id", "lot_id", "quantity")}
        copied = (
            "product_id",
            "product_uom",
            "location_id",
            "location_dest_id",
            "date",
            "company_id",
            "picking_id",
            "reference",
            "production_id",
            "raw_material_production_id",
        )
        columns.update({name: [] for name in copied})
        for ids, lot, quantity, row, number in self.lines:
            block = self.blocks[number]
            for name, value in (
                ("move_id", ids),
                ("lot_id", lot),
                ("quantity", quantity),
            ):
                columns[name].append(value)
            for name in copied:
                columns[name].append(block[name][row])
        columns = {name: np.concatenate(parts) for name, parts in columns.items()}
        count = len(columns["move_id"])
        made = columns.pop("production_id")
        used = columns.pop("raw_material_production_id")
        unit = columns.pop("product_uom")
        quantity = columns.pop("quantity").astype(float)
        with bulk.filling(self.env.cr, "stock_move_line", count):
            bulk.insert(
                self.env["stock.move.line"],
                count,
                {
                    **columns,
                    "id": bulk.reserve_ids(self.env.cr, "stock_move_line", count),
                    "product_uom_id": unit,
                    "production_id": np.where(made > 0, made, used),
                    "quantity": quantity,
                    "quantity_product_uom": quantity,
                    "product_category_name": [
                        self.category[row] for row in columns["product_id"].tolist()
                    ],
                    "state": "done",
                    "picked": True,
                },
            )
