from dataclasses import replace

import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning.choices import policy_choices
from ...planning.datatypes import Reason
from ...planning.parts import BUY, join
from ...planning.review import next_review
from ...planning.vendor import (
    VENDOR_RULES,
    Buying,
    ItemCosts,
    Offers,
    VendorReason,
    above_maximum,
    bought_parts,
)
from .stock_replenish_supply_vendor import several_shares

DAYS_PER_YEAR = 365.0


class StockReplenishVendor(models.AbstractModel):
    """Vendor rules: whom to buy from, how much, and when to order it."""

    _name = "stock.replenish.vendor"
    _description = "Replenishment Planning: vendor rules"

    def _choose(self, batch, parts):
        """Return the parts of a batch with vendor, quantity and days chosen together.

        What has no vendor rules stays as it is. The row's vendor becomes the one that
        gets its first order.

        :param batch: :class:`~.stock_replenish_plan.PlannedBatch`
        :param parts: :class:`~...planning.parts.Parts`
        """
        bought = (parts.kind == BUY) & (parts.lane == 0)
        if not bought.any():
            return parts
        choices = policy_choices(batch.policies, batch.items.policy)
        maximum = self._most(batch, choices)
        ruled = self._ruled(batch)
        buys = parts.take(bought)
        if ruled[buys.item].any():
            buys = self._choose_bought(batch, buys, choices, maximum, ruled)
            self._lead(batch.supply, buys)
        elif not above_maximum(buys, maximum).any():
            return parts
        above = above_maximum(buys, maximum) * int(VendorReason.ABOVE_MAXIMUM)
        buys = replace(buys, vendor_reasons=buys.vendor_reasons | above)
        return join(parts.take(~bought), buys)

    def _lead(self, supply, buys):
        """Have rows that are bought name the vendor that gets their first order."""
        first = np.flatnonzero(np.diff(buys.item, prepend=-1))
        first = first[supply.kind[buys.item[first]] == BUY]
        supply.vendor[buys.item[first]] = buys.vendor[first]
        supply.supplier[buys.item[first]] = buys.supplier[first]

    def _choose_bought(self, batch, parts, choices, maximum, ruled):
        """Return parts that are bought, those of ruled rows chosen anew."""
        frame, supply = batch.frame, batch.supply
        offers = self._usable_offers(batch, ruled)
        terms = supply.terms
        count = len(frame)
        margin = np.ceil(supply.margin - 1e-6).astype(np.int64)
        buying = Buying(
            ruled=ruled,
            margin=margin,
            safety=choices.safety,
            review=choices.review,
            first=next_review(frame.today, choices.review),
            maximum=maximum,
            partner=terms.partner,
            supplier=offers.id,
        )
        rule = VENDOR_RULES.index(frame.company.replenish_vendor_rule)
        costs = ItemCosts(
            annual_demand=batch.result.demand_mean * DAYS_PER_YEAR,
            order_cost=choices.order_cost,
            holding_rate=choices.holding_rate,
            rule=np.full(count, rule),
        )
        vendors = self._vendor_calendars(frame.company, terms, frame.today)
        table = Offers(
            item=offers.item,
            vendor=terms.place(offers.partner_id),
            minimum=offers.min_qty,
            multiple=offers.multiple,
            unit=offers.unit,
            price=self._company_price(frame, offers) / offers.unit,
            delay=self._delays(batch, offers, margin),
            sequence=offers.rank,
            share=offers.share,
            bought=self._bought_before(frame, offers),
        )
        return bought_parts(parts, buying, table, vendors, costs, frame.today)

    def _most(self, batch, choices):
        """Return the most that one order of each row may hold, shape (n,).

        In whole multiples of the rule: that 46.7 become 47 is no doing of the vendor's.
        """
        rate = batch.result.demand_mean
        days = choices.max_days_of_supply
        limited = (days > 0) & (rate > 0)
        step = np.where(batch.frame.multiple > 0, batch.frame.multiple, 1e-6)
        whole = np.ceil(days * rate / step - 1e-6) * step
        return np.where(limited, whole, np.inf)

    def _ruled(self, batch):
        """Tell of which rows vendors have rules, shape (n,).

        Multiples and minimums of the first vendor are kept by the plan itself.
        """
        supply, count = batch.supply, len(batch.frame)
        offers, terms = supply.offers, supply.terms
        if offers is None or not len(offers.item):
            return np.zeros(count, bool)
        first = offers.rank == 1
        if batch.frame.company.replenish_vendor_rule != "sequence":
            first = np.ones(len(offers.item), bool)
        ruled = several_shares(offers, count)
        days = terms.have_days()[terms.place(offers.partner_id)]
        ruled[offers.item[days & (first | ruled[offers.item])]] = True
        # Several prices of a vendor, or several vendors to choose from.
        ruled[np.bincount(offers.item[first], minlength=count) > 1] = True
        return ruled

    def _usable_offers(self, batch, ruled):
        """Return the offers that are to be chosen from."""
        offers = batch.supply.offers
        usable = ruled[offers.item]
        if batch.frame.company.replenish_vendor_rule == "sequence":
            shared = several_shares(offers, len(batch.frame))[offers.item]
            usable &= shared | (offers.rank == 1)
        return offers.take(usable)

    def _delays(self, batch, offers, margin):
        """Return lead times of offers in days that vendors work.

        Where the plan has learned the lead time of the first vendor, it counts.
        """
        supply, result = batch.supply, batch.result
        learned = (result.reasons & int(Reason.LEARNED_LEAD_TIME)) > 0
        week = supply.terms.week[supply.terms.place(offers.partner_id)]
        mean = np.nan_to_num(result.lead_time_mean)[offers.item]
        days = np.maximum(np.ceil(mean - 1e-6) - margin[offers.item], 0)
        worked = np.rint(days * week / 7.0).astype(np.int64)
        # A row that a lane leads has the lane's lead time.
        learned &= supply.kind == BUY
        of_plan = learned[offers.item] & (offers.rank == 1)
        return np.where(of_plan, worked, offers.delay)

    def _company_price(self, frame, offers):
        """Return prices of offers in the company's currency, by purchase unit."""
        return offers.price * self._rates(
            frame.company, frame.today, offers.currency_id
        )

    def _rates(self, company, today, currencies):
        """Return what amounts are multiplied by to get the company's currency.

        :param currencies: ids, shape (k,)
        """
        keys, place = np.unique(currencies, return_inverse=True)
        known = company._replenish_rates(keys.tolist(), today)
        rates = np.array([known[key] for key in keys.tolist()] or [1.0])
        return rates[place.reshape(-1)]

    def _bought_before(self, frame, offers):
        """Return what was bought from vendors that share rows, by product unit.

        Counted per warehouse over the company's history, requests for quotation too.
        """
        shared = offers.share > 0
        if not shared.any():
            return np.zeros(len(offers.item))
        company = frame.company
        since = fields.Date.subtract(frame.today, weeks=company.replenish_history_weeks)
        products = np.unique(frame.product[offers.item[shared]])
        for model in ("purchase.order", "purchase.order.line"):
            self.env[model].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT l.product_id, o.partner_id, t.warehouse_id,
                       SUM(l.product_uom_qty)
                FROM purchase_order_line l
                JOIN purchase_order o ON o.id = l.order_id
                JOIN stock_picking_type t ON t.id = o.picking_type_id
                WHERE l.product_id = ANY(%s) AND o.company_id = %s
                  AND o.state != 'cancel' AND o.date_order >= %s
                  AND t.warehouse_id IS NOT NULL
                GROUP BY 1, 2, 3
                """,
                products.tolist(),
                company.id,
                company._replenish_day_start(since),
            )
        )
        known = {tuple(ids): quantity for *ids, quantity in self.env.cr.fetchall()}
        keys = zip(
            frame.product[offers.item].tolist(),
            offers.partner_id.tolist(),
            frame.warehouse[offers.item].tolist(),
            strict=True,
        )
        return np.array([float(known.get(key) or 0.0) for key in keys])
