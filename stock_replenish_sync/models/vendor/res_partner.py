from math import isfinite

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

# Days of the week on which a vendor takes orders, Monday first.
ORDER_DAYS = tuple(
    f"replenish_orders_{day}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
)
# Windows longer than this would be ever-growing drafts again.
LONGEST_WINDOW = 400


class ResPartner(models.Model):
    """What a vendor wants of orders; its contacts sell on the same terms."""

    _inherit = "res.partner"

    replenish_orders_mon = fields.Boolean("Takes orders on Monday")
    replenish_orders_tue = fields.Boolean("Takes orders on Tuesday")
    replenish_orders_wed = fields.Boolean("Takes orders on Wednesday")
    replenish_orders_thu = fields.Boolean("Takes orders on Thursday")
    replenish_orders_fri = fields.Boolean("Takes orders on Friday")
    replenish_orders_sat = fields.Boolean("Takes orders on Saturday")
    replenish_orders_sun = fields.Boolean("Takes orders on Sunday")
    replenish_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Days",
        company_dependent=True,
        help="Lead times of this vendor count the days on which it works by this "
        "calendar, without its holidays. Empty: they count every day.",
    )
    replenish_minimum_value = fields.Float(
        string="Minimum Order Value",
        company_dependent=True,
        help="Orders that are worth less are filled with what is needed soonest. "
        "In the vendor's currency; 0: no minimum.",
    )
    replenish_currency_id = fields.Many2one(
        "res.currency",
        string="Currency of Orders",
        compute="_compute_replenish_currency_id",
    )
    replenish_window_days = fields.Integer(
        string="Order Together (days)",
        company_dependent=True,
        help="What is to be ordered within so many days goes into one order, and a "
        "draft older than that grows no more. 0: a draft takes in whatever comes, "
        "as Odoo has it.",
    )

    @api.depends("property_purchase_currency_id")
    @api.depends_context("company")
    def _compute_replenish_currency_id(self):
        for partner in self:
            partner.replenish_currency_id = (
                partner.property_purchase_currency_id or self.env.company.currency_id
            )

    @api.constrains("replenish_minimum_value", "replenish_window_days")
    def _check_replenish_order_terms(self):
        for partner in self:
            value = partner.replenish_minimum_value
            if not isfinite(value) or value < 0:
                raise ValidationError(
                    _(
                        "%s: the minimum order value must be 0 or more.",
                        partner.display_name,
                    )
                )
            if not 0 <= partner.replenish_window_days <= LONGEST_WINDOW:
                raise ValidationError(
                    _(
                        "%(vendor)s: orders are put together over 0 to %(days)s days.",
                        vendor=partner.display_name,
                        days=LONGEST_WINDOW,
                    )
                )

    @api.constrains("replenish_calendar_id", *ORDER_DAYS)
    def _check_replenish_calendar(self):
        for partner in self:
            calendar = partner.replenish_calendar_id.sudo()
            if calendar.company_id not in (self.env["res.company"], self.env.company):
                raise ValidationError(
                    _(
                        "%(vendor)s: the working days %(calendar)s are those of "
                        "another company.",
                        vendor=partner.display_name,
                        calendar=calendar.name,
                    )
                )
            if calendar and not calendar.attendance_ids:
                raise ValidationError(
                    _(
                        "%(vendor)s: nobody works by %(calendar)s. Choose working "
                        "days with hours in them.",
                        vendor=partner.display_name,
                        calendar=calendar.name,
                    )
                )
            ordering = {
                str(day) for day, name in enumerate(ORDER_DAYS) if partner[name]
            }
            worked = set(calendar.attendance_ids.mapped("dayofweek"))
            if calendar and ordering and not ordering & worked:
                raise ValidationError(
                    _(
                        "%(vendor)s takes orders on days on which it does not work "
                        "by %(calendar)s. Tick one of its working days.",
                        vendor=partner.display_name,
                        calendar=calendar.name,
                    )
                )
