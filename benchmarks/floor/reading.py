"""Reads the columns of the floor, each table once, by binary COPY."""

import io

import numpy as np

# Column kinds of COPY and of numpy; days count from this one.
EPOCH = "2020-01-01"
WEEKS = 52

_HEADER, _TRAILER = 19, 2
_KINDS = {"i": ("int4", ">i4", np.int32), "f": ("float8", ">f8", float)}


def read_all(cr, company, today):
    """Return the columns by table, then by column.

    :param int company: its id
    :param datetime.date today: the day of planning
    """
    given = {"company": company, "today": today, "days": 7 * WEEKS}
    return {
        name: _read(cr, cr.mogrify(query, given).decode(), columns)
        for name, (columns, query) in _TABLES.items()
    }


def _read(cr, query, columns):
    kinds = [_KINDS[kind] for _name, kind in columns]
    casts = ", ".join(
        f"{name}::{sql}"
        for (name, _kind), (sql, _wire, _) in zip(columns, kinds, strict=True)
    )
    wire = [("n", ">i2")]
    for (name, _kind), (_sql, code, _) in zip(columns, kinds, strict=True):
        wire += [(f"{name}:length", ">i4"), (name, code)]
    wire = np.dtype(wire)
    buffer = io.BytesIO()
    cr.copy_expert(
        f"COPY (SELECT {casts} FROM ({query}) q) TO STDOUT (FORMAT binary)", buffer
    )
    payload = buffer.getbuffer()
    count, rest = divmod(len(payload) - _HEADER - _TRAILER, wire.itemsize)
    rows = np.frombuffer(payload, wire, count=count, offset=_HEADER)
    if rest or (count and (rows["n"] != len(columns)).any()):
        raise ValueError("a column holds NULL")
    return {
        name: rows[name].astype(kind)
        for (name, _), (_sql, _wire, kind) in zip(columns, kinds, strict=True)
    }


_DAY = f"- DATE '{EPOCH}'"
_OPEN = [
    ("product", "i"),
    ("source", "i"),
    ("target", "i"),
    ("day", "i"),
    ("quantity", "f"),
]

#: Table -> (columns with their kinds, query).
_TABLES = {
    "places": (
        [("place", "i"), ("warehouse", "i"), ("kind", "i")],
        """SELECT id AS place, COALESCE(warehouse_id, 0) AS warehouse,
                  CASE usage WHEN 'internal' THEN 1 WHEN 'customer' THEN 2
                       WHEN 'production' THEN 2 ELSE 0 END AS kind
           FROM stock_location""",
    ),
    "rules": (
        [("id", "i"), ("product", "i"), ("warehouse", "i"), ("multiple", "f")],
        """SELECT id, product_id AS product, warehouse_id AS warehouse,
                  COALESCE(qty_multiple, 0) AS multiple
           FROM stock_warehouse_orderpoint WHERE company_id = %(company)s AND active
           ORDER BY id""",
    ),
    "products": (
        [("product", "i"), ("template", "i"), ("cost", "f")],
        """SELECT p.id AS product, p.product_tmpl_id AS template,
                  COALESCE(c.value_float, 0) AS cost
           FROM product_product p
           LEFT JOIN ir_property c ON c.name = 'standard_price'
                AND c.company_id = %(company)s
                AND c.res_id = 'product.product,' || p.id
           WHERE p.active""",
    ),
    "prices": (
        [("template", "i"), ("vendor", "i"), ("delay", "f"), ("minimum", "f")],
        """SELECT product_tmpl_id AS template, partner_id AS vendor,
                  COALESCE(delay, 0) AS delay, COALESCE(min_qty, 0) AS minimum
           FROM product_supplierinfo
           WHERE company_id = %(company)s OR company_id IS NULL
           ORDER BY sequence DESC, min_qty, price DESC, id DESC""",
    ),
    "stock": (
        [("product", "i"), ("place", "i"), ("quantity", "f")],
        """SELECT product_id AS product, location_id AS place, quantity
           FROM stock_quant WHERE company_id = %(company)s""",
    ),
    "moves": (
        _OPEN,
        f"""SELECT product_id AS product, location_id AS source,
                   location_dest_id AS target, date::date {_DAY} AS day, quantity
            FROM stock_move
            WHERE state = 'done' AND company_id = %(company)s
              AND date >= %(today)s::date - %(days)s AND date < %(today)s::date""",
    ),
    "moved_before": (
        [("product", "i"), ("source", "i"), ("target", "i")],
        """SELECT DISTINCT product_id AS product, location_id AS source,
                  location_dest_id AS target
           FROM stock_move
           WHERE state = 'done' AND company_id = %(company)s
             AND date < %(today)s::date - %(days)s""",
    ),
    "receipts": (
        [("product", "i"), ("target", "i"), ("vendor", "i"), ("days", "f")],
        """SELECT m.product_id AS product, m.location_dest_id AS target,
                  po.partner_id AS vendor,
                  EXTRACT(EPOCH FROM m.date - po.date_approve) / 86400.0 AS days
           FROM stock_move m
           JOIN purchase_order_line l ON l.id = m.purchase_line_id
           JOIN purchase_order po ON po.id = l.order_id
           WHERE m.state = 'done' AND m.company_id = %(company)s
             AND m.date >= %(today)s::date - %(days)s""",
    ),
    "open_moves": (
        _OPEN,
        f"""SELECT product_id AS product, location_id AS source,
                   location_dest_id AS target, date::date {_DAY} AS day,
                   product_qty AS quantity
            FROM stock_move
            WHERE state NOT IN ('done', 'cancel') AND company_id = %(company)s""",
    ),
    "quotations": (
        _OPEN,
        f"""SELECT l.product_id AS product, 0 AS source,
                   t.default_location_dest_id AS target,
                   COALESCE(l.date_planned, po.date_order)::date {_DAY} AS day,
                   l.product_uom_qty AS quantity
            FROM purchase_order_line l
            JOIN purchase_order po ON po.id = l.order_id
            JOIN stock_picking_type t ON t.id = po.picking_type_id
            WHERE po.company_id = %(company)s
              AND po.state IN ('draft', 'sent', 'to approve')""",
    ),
}
