"""What there is in the end, whatever ids it got, in which order and at what time.

Each line of a section is one document, in JSON; suggestions are told by what they ask
for.
"""

from collections import Counter


def _unnumbered(origin):
    """Return SQL: an origin without names out of sequences, such as WH/MO/00001."""
    return f"regexp_replace({origin}, '[^ ,]+/[0-9]{{5,}}', '#', 'g')"


_SAID = f"""
WITH said AS (
    SELECT g.id, concat_ws(' ', o.name, g.kind, g.quantity::float8, 'for', g.need_date,
                           g.state) AS suggestion
    FROM stock_replenish_suggestion g
    JOIN stock_warehouse_orderpoint o ON o.id = g.orderpoint_id
), named AS (
    SELECT p.id, t.name->>'en_US' AS product
    FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
), moves AS (
    SELECT m.id, m.picking_id, m.production_id, m.raw_material_production_id,
           jsonb_build_object(
               'product', named.product, 'quantity', m.product_uom_qty::float8,
               'from', a.complete_name, 'to', z.complete_name, 'state', m.state,
               'day', m.date::date, 'deadline', m.date_deadline::date,
               'method', m.procure_method,
               'origin', {_unnumbered('m.origin')},
               'suggestion', said.suggestion,
               'after', (SELECT COUNT(*) FROM stock_move_move_rel r
                         WHERE r.move_dest_id = m.id)
           ) AS move
    FROM stock_move m
    JOIN named ON named.id = m.product_id
    JOIN stock_location a ON a.id = m.location_id
    JOIN stock_location z ON z.id = m.location_dest_id
    LEFT JOIN said ON said.id = m.replenish_suggestion_id
    WHERE m.name != 'history'
), kinds AS (
    SELECT k.id, w.code || ' ' || (k.name->>'en_US') AS operation
    FROM stock_picking_type k JOIN stock_warehouse w ON w.id = k.warehouse_id
)
"""

SECTIONS = {
    "purchase orders": """
SELECT jsonb_build_object(
    'vendor', v.name, 'for', kinds.operation, 'state', o.state,
    'order', o.date_order::date, 'arrival', o.date_planned::date,
    'origin', ARRAY(SELECT unnest(string_to_array(o.origin, ', ')) ORDER BY 1),
    'lines', (
        SELECT jsonb_agg(line ORDER BY line) FROM (
            SELECT jsonb_build_object(
                'product', named.product, 'quantity', l.product_uom_qty::float8,
                'price', l.price_unit::float8, 'arrival', l.date_planned::date,
                'suggestion', said.suggestion) AS line
            FROM purchase_order_line l
            JOIN named ON named.id = l.product_id
            LEFT JOIN said ON said.id = l.replenish_suggestion_id
            WHERE l.order_id = o.id) lines))
FROM purchase_order o
JOIN res_partner v ON v.id = o.partner_id
JOIN kinds ON kinds.id = o.picking_type_id
""",
    "transfers": f"""
SELECT jsonb_build_object(
    'operation', kinds.operation, 'state', p.state,
    'from', a.complete_name, 'to', z.complete_name,
    'scheduled', p.scheduled_date::date, 'deadline', p.date_deadline::date,
    'origin', ARRAY(
        SELECT unnest(string_to_array({_unnumbered('p.origin')}, ',')) ORDER BY 1),
    'moves', (SELECT jsonb_agg(move ORDER BY move) FROM moves
              WHERE moves.picking_id = p.id))
FROM stock_picking p
JOIN kinds ON kinds.id = p.picking_type_id
JOIN stock_location a ON a.id = p.location_id
JOIN stock_location z ON z.id = p.location_dest_id
""",
    "manufacturing orders": f"""
SELECT jsonb_build_object(
    'product', named.product, 'quantity', p.product_qty::float8, 'state', p.state,
    'operation', kinds.operation, 'start', p.date_start::date,
    'end', p.date_finished::date, 'deadline', p.date_deadline::date,
    'origin', {_unnumbered('p.origin')},
    'suggestion', said.suggestion,
    'moves', (SELECT jsonb_agg(move ORDER BY move) FROM moves
              WHERE p.id IN (production_id, raw_material_production_id)))
FROM mrp_production p
JOIN named ON named.id = p.product_id
JOIN kinds ON kinds.id = p.picking_type_id
LEFT JOIN said ON said.id = p.replenish_suggestion_id
""",
    "moves without a document": """
SELECT jsonb_build_object('move', move) FROM moves
WHERE COALESCE(picking_id, production_id, raw_material_production_id) IS NULL
""",
    "suggestions": """
SELECT jsonb_build_object(
    'suggestion', said.suggestion, 'order by', g.release_date, 'due', g.due_date,
    'arrival', g.arrival_date, 'from', w.code, 'vendor', v.name, 'typed', g.is_typed,
    'times', COUNT(*))
FROM stock_replenish_suggestion g
JOIN said ON said.id = g.id
LEFT JOIN stock_warehouse w ON w.id = g.source_warehouse_id
LEFT JOIN res_partner v ON v.id = g.vendor_id
GROUP BY said.suggestion, g.release_date, g.due_date, g.arrival_date, w.code, v.name,
         g.is_typed
""",
    "reordering rules": """
SELECT jsonb_build_object(
    'rule', o.name, 'to order', o.qty_to_order::float8, 'plan', o.plan_status,
    'queued', EXISTS (SELECT FROM stock_replenish_dirty d
                      WHERE d.orderpoint_id = o.id))
FROM stock_warehouse_orderpoint o
""",
    "exceptions": """
SELECT jsonb_build_object('rule', o.name, 'kind', e.kind, 'state', e.state)
FROM stock_replenish_exception e
LEFT JOIN stock_warehouse_orderpoint o ON o.id = e.orderpoint_id
""",
    "ordering runs": """
SELECT jsonb_build_object(
    'states', ARRAY(SELECT DISTINCT state FROM stock_replenish_run
                    WHERE kind = 'order'),
    'parts', ARRAY(SELECT DISTINCT p.state FROM stock_replenish_run_part p
                   JOIN stock_replenish_run r ON r.id = p.run_id
                   WHERE r.kind = 'order'),
    'ordered', (SELECT SUM(p.ordered) FROM stock_replenish_run_part p),
    'failed', (SELECT SUM(p.failed) FROM stock_replenish_run_part p))
""",
    "messages": """
SELECT jsonb_build_object('about', model, 'messages', COUNT(*)) FROM mail_message
WHERE model IN ('purchase.order', 'stock.picking', 'mrp.production') GROUP BY model
""",
}

#: What each suggestion became, where that is not exactly what it asked for.
DOUBLED_OR_LOST = """
SELECT o.name, g.kind, g.state, g.quantity::float8 AS asked,
       bought.quantity AS bought, made.quantity AS made, moved.quantity AS moved
FROM stock_replenish_suggestion g
JOIN stock_warehouse_orderpoint o ON o.id = g.orderpoint_id
LEFT JOIN LATERAL (
    SELECT SUM(l.product_uom_qty)::float8 AS quantity FROM purchase_order_line l
    WHERE l.replenish_suggestion_id = g.id) bought ON TRUE
LEFT JOIN LATERAL (
    SELECT SUM(p.product_qty)::float8 AS quantity FROM mrp_production p
    WHERE p.replenish_suggestion_id = g.id) made ON TRUE
LEFT JOIN LATERAL (
    -- What leaves for it, and what arrives at the rule.
    SELECT SUM(m.product_uom_qty)::float8 AS quantity FROM stock_move m
    JOIN stock_picking_type k ON k.id = m.picking_type_id
    WHERE m.replenish_suggestion_id = g.id AND m.product_id = g.product_id
      AND k.code = 'outgoing') moved ON TRUE
WHERE COALESCE(CASE g.kind WHEN 'buy' THEN bought.quantity
                           WHEN 'make' THEN made.quantity
                           ELSE moved.quantity END, 0)
      != CASE g.state WHEN 'ordered' THEN g.quantity ELSE 0 END
   OR (g.kind != 'buy' AND bought.quantity IS NOT NULL)
   OR (g.kind != 'make' AND made.quantity IS NOT NULL)
"""

#: How much was ordered of each rule. From where is chance where several order at once:
#: what one of them took from a source, the next has to make or to buy.
ORDERED = """
SELECT o.name, SUM(g.quantity)::float8
FROM stock_replenish_suggestion g
JOIN stock_warehouse_orderpoint o ON o.id = g.orderpoint_id
WHERE g.state = 'ordered'
GROUP BY o.id ORDER BY o.name
"""


def found(database):
    """Return section -> sorted lines of what there is in a database."""
    return {
        name: sorted(database.rows(_SAID + section))
        for name, section in SECTIONS.items()
    }


def differences(found, expected, most=12):
    """Return what is other than expected, as lines; empty if nothing is.

    :param most: lines told of each section
    """
    lines = []
    for name, wanted in expected.items():
        missing = sorted((Counter(wanted) - Counter(found[name])).elements())
        added = sorted((Counter(found[name]) - Counter(wanted)).elements())
        if missing or added:
            lines.append(f"{name}: {len(missing)} missing, {len(added)} instead")
            lines += [f"  - {line}" for line in missing[:most]]
            lines += [f"  + {line}" for line in added[:most]]
    return lines
