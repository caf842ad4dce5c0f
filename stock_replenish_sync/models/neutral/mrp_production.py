from collections import defaultdict

from odoo import api, models

from .domain import split
from .memo import Memo

ASKED = (["orderpoint_id", "product_uom_id"], ["product_qty:sum"])


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    @api.model
    def _read_group(self, domain, *spec, **options):
        """Answer core's question for draft orders of some rows from those of all."""
        memo = spec == ASKED and not options and Memo.of(self.env, "productions")
        parts = memo and split(domain, ("bom_id", "in"), ("orderpoint_id", "in"))
        if not parts or not memo.orderpoints.issuperset(parts[0][1]):
            return super()._read_group(domain, *spec, **options)
        (boms, orderpoints), rest = parts

        def read():
            found = defaultdict(list)
            for orderpoint, *group in super(MrpProduction, self)._read_group(
                [*rest, ("orderpoint_id", "in", sorted(memo.orderpoints))],
                ["orderpoint_id", "product_uom_id", "bom_id"],
                ["product_qty:sum"],
            ):
                found[orderpoint.id].append(group)
            return dict(found)

        found = memo.once(self.env, ("productions", repr(rest)), read)
        Orderpoint = self.env["stock.warehouse.orderpoint"]
        rows = [
            (orderpoint, unit.with_env(self.env), quantity)
            for orderpoint in Orderpoint.browse(sorted(found.keys() & orderpoints))
            for unit, bom, quantity in found[orderpoint.id]
            if bom.id in boms
        ]
        # Of several bills, the database adds up exactly; floats would not.
        if len({row[:2] for row in rows}) < len(rows):
            return super()._read_group(domain, *spec, **options)
        return rows
