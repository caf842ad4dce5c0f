"""Buffers of OCA ddmrp at the places of reordering rules."""

from ..floor.reading import WEEKS

# It works one buffer at a time, so a sample is enough: a tenth of the rules, at least
# and at most so many.
LEAST, MOST = 200, 1000


def build(env, size):
    """Make the buffers, which look as far back as the addon does."""
    method = env["product.adu.calculation.method"].create(
        {
            "name": f"Past ({WEEKS} weeks)",
            "method": "past",
            "source_past": "actual",
            "horizon_past": 7 * WEEKS,
        }
    )
    profile = env.ref("ddmrp.stock_buffer_profile_replenish_purchased_short_medium")
    rules = env["stock.warehouse.orderpoint"].search(
        [("company_id", "=", env.company.id)], order="id"
    )
    wanted = min(max(len(rules) // 10, LEAST), MOST)
    rules = rules[:: len(rules) // wanted][:wanted]
    env["stock.buffer"].with_context(skip_adu_calculation=True).create(
        [
            {
                "product_id": rule.product_id.id,
                "warehouse_id": rule.warehouse_id.id,
                "location_id": rule.location_id.id,
                "company_id": rule.company_id.id,
                "buffer_profile_id": profile.id,
                "adu_calculation_method": method.id,
                "qty_multiple": rule.qty_multiple or 1.0,
                "auto_procure": False,
            }
            for rule in rules
        ]
    )
