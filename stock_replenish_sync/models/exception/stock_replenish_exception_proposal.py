from datetime import timedelta

from odoo import _, api, fields, models
from odoo.tools import SQL

from ...planning.exceptions.response import LEAST_OF_ITEM, LEFT_ALONE, LOOK_BACK
from ...tools import notification, roles
from .stock_replenish_exception_episode import HARM


class StockReplenishExceptionKind(models.Model):
    _inherit = "stock.replenish.exception.kind"

    mute_ids = fields.One2many(
        "stock.replenish.exception.mute", "kind_id", string="Muted Rules"
    )
    proposal_ids = fields.One2many(
        "stock.replenish.exception.proposal",
        "kind_id",
        string="Rules nobody acts on",
        readonly=True,
    )
    proposal_count = fields.Integer(
        string="Rules to Mute",
        compute="_compute_proposal_count",
        help="Rules that this kind was raised for again and again without action or "
        "harm.",
    )
    kept_orderpoint_ids = fields.Many2many(
        "stock.warehouse.orderpoint",
        relation="stock_replenish_exception_kind_kept",
        string="Kept Rules",
        help="Not proposed for muting again.",
    )

    def _compute_proposal_count(self):
        counts = dict(
            self.env["stock.replenish.exception.proposal"]._read_group(
                [("kind_id", "in", self.ids)], ["kind_id"], ["__count"]
            )
        )
        for row in self:
            row.proposal_count = counts.get(row._origin, 0)


class StockReplenishExceptionProposal(models.Model):
    """A rule that might as well be muted in one kind of exception: raised again and
    again of late, and nobody acted and nothing came of it.
    """

    _name = "stock.replenish.exception.proposal"
    _description = "Rule Proposed for Muting"
    _auto = False
    _order = "raised_count desc, id"
    _rec_name = "orderpoint_id"
    _depends = {
        "stock.replenish.exception.episode": [
            *("kind", "company_id", "orderpoint_id", "raised_on", "acted_on"),
            *("ended_on", "harm"),
        ],
        "stock.replenish.exception.kind": ["kind", "company_id", "is_on"],
        "stock.replenish.exception.mute": ["kind_id", "orderpoint_id", "until"],
        "stock.warehouse.orderpoint": ["active", "product_id", "warehouse_id"],
    }

    kind_id = fields.Many2one("stock.replenish.exception.kind", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint", string="Reordering Rule", readonly=True
    )
    product_id = fields.Many2one("product.product", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    raised_count = fields.Integer(string="Raised", readonly=True)
    last_raised_on = fields.Datetime(string="Last raised on", readonly=True)
    reason = fields.Char(compute="_compute_reason")

    @property
    def _table_query(self):
        now = fields.Datetime.now()
        return SQL(
            """
            (SELECT MIN(p.id) AS id, k.id AS kind_id, k.company_id,
                   o.id AS orderpoint_id, o.product_id, o.warehouse_id,
                   COUNT(*)::int4 AS raised_count, MAX(p.raised_on) AS last_raised_on
            FROM stock_replenish_exception_kind k
            JOIN stock_replenish_exception_episode p
                 ON p.company_id = k.company_id AND p.kind = k.kind
            JOIN stock_warehouse_orderpoint o ON o.id = p.orderpoint_id AND o.active
            WHERE k.is_on AND p.raised_on >= %s
              AND (p.ended_on IS NOT NULL OR p.raised_on < %s)
              AND NOT EXISTS (
                  SELECT FROM stock_replenish_exception_mute m
                  WHERE m.kind_id = k.id AND m.orderpoint_id = o.id
                    AND (m.until IS NULL OR m.until >= p.raised_on::date))
              AND NOT EXISTS (
                  SELECT FROM stock_replenish_exception_kind_kept kept
                  WHERE kept.stock_replenish_exception_kind_id = k.id
                    AND kept.stock_warehouse_orderpoint_id = o.id)
            GROUP BY k.id, o.id
            HAVING COUNT(*) >= %s AND COUNT(p.acted_on) = 0
               AND NOT bool_or(%s))
            """,
            now - timedelta(days=LOOK_BACK),
            now - timedelta(days=LEFT_ALONE),
            LEAST_OF_ITEM,
            HARM,
        )

    @api.depends("raised_count")
    @api.depends_context("lang")
    def _compute_reason(self):
        for row in self:
            row.reason = _("Raised %s times, nobody acted.", row.raised_count)

    def action_mute(self):
        """Tell no more of these rules in these kinds of exceptions."""
        rows = roles.checked(self, "manager", _("muting exceptions"))
        count = len(rows)
        mutes = self.env["stock.replenish.exception.mute"].sudo()
        for row in rows:
            mutes._mute(row.kind_id, row.orderpoint_id, row.reason)
        return notification(_("%s muted.", count))

    def action_keep(self):
        """Go on telling of these rules, and propose them no more."""
        rows = roles.checked(self, "manager", _("keeping exceptions"))
        count = len(rows)
        for row in rows:
            row.kind_id.kept_orderpoint_ids |= row.orderpoint_id
        return notification(_("%s kept.", count))
