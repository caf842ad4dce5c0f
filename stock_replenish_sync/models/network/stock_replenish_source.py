from babel.dates import get_day_names

from odoo import _, api, fields, models
from odoo.tools.misc import babel_locale_parse, get_lang

from ...tools import roles

#: How much a source gives; what each means to the plan is said in the help below.
LANE_MODES = [
    ("any", "Full supply"),
    ("fair_share", "Fair share"),
    ("excess", "Excess only"),
]
#: How a short source shares what it has.
SHARING_MODES = [("cover", "Equal days of cover"), ("priority", "Priority")]
#: Monday first.
SHIPPING_DAYS = tuple(
    f"ships_{day}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
)


class StockReplenishSource(models.Model):
    """A lane: a warehouse that another one gets goods from, and on what terms."""

    _name = "stock.replenish.source"
    _description = "Replenishment Lane"
    _order = "warehouse_id, sequence, id"

    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10,
        group_operator=None,
        help="Of several lanes to a warehouse, lower ones are used first.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="To Warehouse",
        required=True,
        index=True,
        ondelete="cascade",
        help="Warehouse that gets the goods.",
    )
    source_warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="From Warehouse",
        required=True,
        index=True,
        ondelete="cascade",
        help="Warehouse that is to send the goods.",
    )
    company_id = fields.Many2one(
        related="warehouse_id.company_id",
        string="To Company",
        store=True,
        index=True,
        precompute=True,
    )
    source_company_id = fields.Many2one(
        related="source_warehouse_id.company_id",
        string="From Company",
        store=True,
        index=True,
        precompute=True,
    )
    #: Why a lane can only be looked at.
    locked = fields.Char(compute="_compute_locked")
    mode = fields.Selection(
        LANE_MODES,
        required=True,
        default="any",
        help="Full supply: the source passes on whatever is asked for, and orders more "
        "itself.\n"
        "Fair share: what the source has free is shared when it is short.\n"
        "Excess only: no more than what lies above the source's own reorder point and "
        "commitments.",
    )
    priority = fields.Integer(
        default=10,
        group_operator=None,
        help="Where the source shares by priority, lower numbers are served first.",
    )
    minimum_qty = fields.Float(
        string="Minimum Lot",
        digits="Product Unit of Measure",
        group_operator=None,
        help="Smallest quantity worth a transfer, in the unit of each product. "
        "0: no minimum.",
    )
    multiple_qty = fields.Float(
        string="Multiple",
        digits="Product Unit of Measure",
        group_operator=None,
        help="Transfers are multiples of this, in the unit of each product. "
        "0: the multiple of each reordering rule.",
    )
    lead_days = fields.Float(
        digits=(16, 1),
        default=1.0,
        group_operator=None,
        help="Calendar days on the way, from leaving the source to reaching the "
        "destination. What steps of delivery and receipt take there, by their rules, "
        "comes on top.",
    )
    ships_mon = fields.Boolean("Mon", default=True)
    ships_tue = fields.Boolean("Tue", default=True)
    ships_wed = fields.Boolean("Wed", default=True)
    ships_thu = fields.Boolean("Thu", default=True)
    ships_fri = fields.Boolean("Fri", default=True)
    ships_sat = fields.Boolean("Sat", default=True)
    ships_sun = fields.Boolean("Sun", default=True)
    ships_text = fields.Char(string="Leaves on", compute="_compute_ships_text")
    cutoff_hour = fields.Float(
        string="Cut-off",
        group_operator=None,
        help="What is ordered after this hour leaves on the next shipping day. In the "
        "time zone of the source's company. 00:00: no cut-off.",
    )
    route_id = fields.Many2one(
        "stock.route",
        string="Resupply Route",
        compute="_compute_route_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('supplied_wh_id', '=', warehouse_id), "
        "('supplier_wh_id', '=', source_warehouse_id)]",
        help="Route that carries the goods. A new lane makes one if there is none.",
    )
    sharing = fields.Selection(
        SHARING_MODES,
        string="When short, share by",
        compute="_compute_sharing",
        inverse="_inverse_sharing",
        help="How the source shares what it has when it is short. The same for all "
        "lanes from this warehouse.",
    )

    _sql_constraints = [
        (
            "pair_unique",
            "UNIQUE (warehouse_id, source_warehouse_id)",
            "There is a lane between these warehouses already; it may be archived.",
        ),
        (
            "source_differs",
            "CHECK (warehouse_id != source_warehouse_id)",
            "A warehouse cannot get goods from itself.",
        ),
    ]

    @api.depends("warehouse_id", "source_warehouse_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for lane in self.sudo():
            lane.display_name = _(
                "%(sender)s → %(receiver)s",
                sender=lane.source_warehouse_id.name or "…",
                receiver=lane.warehouse_id.name or "…",
            )

    @api.depends("company_id", "source_company_id")
    @api.depends_context("allowed_company_ids", "lang")
    def _compute_locked(self):
        """As the record rule has it: a lane belongs to the companies of both ends."""
        for lane in self:
            missing = (lane.company_id | lane.source_company_id) - self.env.companies
            lane.locked = (
                _(
                    "This lane belongs to %s too. To change it, switch both companies "
                    "on.",
                    missing.sudo()[:1].name,
                )
                if missing
                else False
            )

    @api.depends(*SHIPPING_DAYS)
    @api.depends_context("lang")
    def _compute_ships_text(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        names = get_day_names("abbreviated", locale=locale)
        for lane in self:
            days = [day for day, name in enumerate(SHIPPING_DAYS) if lane[name]]
            if len(days) == 7:
                lane.ships_text = _("Every day")
            elif len(days) > 2 and days[-1] - days[0] == len(days) - 1:
                lane.ships_text = f"{names[days[0]]}–{names[days[-1]]}"
            else:
                lane.ships_text = ", ".join(names[day] for day in days)

    @api.depends("warehouse_id", "source_warehouse_id")
    def _compute_route_id(self):
        routes = (
            self.env["stock.route"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("supplied_wh_id", "in", self.warehouse_id.ids),
                    ("supplier_wh_id", "in", self.source_warehouse_id.ids),
                ],
                order="active desc, sequence, id",
            )
            .grouped(lambda route: (route.supplied_wh_id, route.supplier_wh_id))
        )
        for lane in self:
            pair = (lane.warehouse_id._origin, lane.source_warehouse_id._origin)
            lane.route_id = routes.get(pair, self.env["stock.route"])[:1].sudo(False)

    @api.depends("source_warehouse_id.replenish_sharing")
    def _compute_sharing(self):
        for lane in self.sudo():
            lane.sharing = lane.source_warehouse_id.replenish_sharing

    def _inverse_sharing(self):
        """Whoever decides on lanes decides on this, though not on warehouses."""
        for lane in roles.checked(self, "manager", _("changing lanes")):
            lane.source_warehouse_id.replenish_sharing = lane.sharing

    @api.model_create_multi
    def create(self, vals_list):
        lanes = super().create(vals_list)
        lanes.filtered(lambda lane: not lane.route_id)._make_routes()
        return lanes

    def write(self, vals):
        result = super().write(vals)
        if {"warehouse_id", "source_warehouse_id"} & set(vals):
            self.filtered(lambda lane: not lane.route_id)._make_routes()
        return result
