"""The bare floor: what planning costs when nothing is in the way.

The least that any planner of this data has to do on this machine, without Odoo's ORM,
without batches, locks, reasons or rules of supply:

- it **reads** once, by binary COPY (:mod:`.reading`): reordering rules (id, product,
  warehouse, multiple), products (template, cost), prices of vendors (template, vendor,
  delay, minimum), stock (product, place, quantity), done moves of the history (product,
  from, to, day, quantity) and what moved before it, receipts of purchase orders
  (product, to, vendor, days), open moves and requests for quotation (product, from, to,
  day, quantity), places (warehouse, kind);
- it **computes** in plain numpy (:mod:`.arithmetic`): weekly demand, its mean and
  deviation, interval and variation, ABC, XYZ and pattern, lead times with outliers and
  vendors, safety stock, reorder point, economic lot, and the orders of the days ahead;
- it **writes** the very rows that the addon wrote (:mod:`.writing`) with all of their
  columns, decisions with their snapshots and suggestions included, by binary COPY into
  the same tables with the same indexes and foreign keys.

What it computes is checked against the reorder points of the addon, then thrown away:
the rows it writes were kept before, outside the timing, so that both write the same.
"""
