from dataclasses import dataclass, replace

import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ...planning.order_quantity import common_multiple
from ...planning.vendor import longest_wait
from ...tools import columns
from ...tools.joins import match, pair

# Multiples without a common one of this many times their size do not go together.
LARGEST_COMMON = 100
_WHOLE = ("id", "partner_id", "delay", "currency_id", "rank", "is_base")
_NUMBERS = ("min_qty", "unit", "multiple", "share", "price")


@dataclass
class Offers:
    """Prices that rows can be bought at, a line each, shape (o,).

    `item` is the row of the frame; `rank` counts the vendors of a row in Odoo's order,
    from 1; `base` is true for the price whose minimum the first vendor insists on.
    `min_qty` and `multiple` are in purchase units, `multiple` with what the row's own
    multiple and whole purchase units ask for; `unit` is product units in a purchase
    unit; `price` is per purchase unit, discounted, in the currency `currency_id`.
    """

    item: np.ndarray
    id: np.ndarray
    partner_id: np.ndarray
    delay: np.ndarray
    currency_id: np.ndarray
    rank: np.ndarray
    base: np.ndarray
    min_qty: np.ndarray
    unit: np.ndarray
    multiple: np.ndarray
    share: np.ndarray
    price: np.ndarray

    def take(self, lines):
        """Return some of the lines."""
        return Offers(**{name: column[lines] for name, column in vars(self).items()})


class StockReplenishSupply(models.AbstractModel):
    """Vendors of the rows that are bought: who they are and what they insist on."""

    _inherit = "stock.replenish.supply"

    def _fill_vendors(self, frame, supply, rows):
        """Choose vendors; set their lead time, their minimum and the lots they sell.

        The vendor is the first by Odoo's order; of its prices the one with the
        smallest minimum counts, since that is what a vendor insists on.
        """
        if not len(rows):
            return
        offers = self._offers(frame, rows)
        terms = self.env["stock.replenish.vendor"]._terms(
            frame.company, offers.partner_id
        )
        supply.offers, supply.terms = offers, terms
        company = frame.company
        supply.margin[rows] = (
            supply.lead_time[rows] + company.po_lead + company.days_to_purchase
        )
        base = offers.take(offers.base)
        found = base.item
        supply.supplier[found] = base.id
        supply.vendor[found] = base.partner_id
        supply.lead_time[found] = supply.margin[found]
        supply.lead_time[found] += self._vendor_days(offers, terms, len(frame))[found]
        supply.minimum[found] = base.min_qty * base.unit
        supply.multiple[found] = base.multiple * base.unit
        missing = np.setdiff1d(rows, found)
        self._problem(
            supply,
            missing[frame.supplier[missing] == 0],
            "no_vendor",
            _(
                "No vendor sells this product. Add one on the product; the next plan "
                "picks it up."
            ),
        )
        self._problem(
            supply,
            missing[frame.supplier[missing] > 0],
            "dead_vendor",
            _(
                "The vendor chosen on this rule is archived or does not sell this "
                "product. Choose another one, or none."
            ),
        )

    def _add_offers(self, company, supply, found, rows):
        """Have `supply` know what is offered for rows that were resolved apart.

        :param Supply found: of a frame of its own, a row for each of `rows`
        """
        if found.offers is None:
            return
        offers = replace(found.offers, item=rows[found.offers.item])
        if supply.offers is not None:
            kept = supply.offers.take(~np.isin(supply.offers.item, rows))
            offers = Offers(
                **{
                    name: np.concatenate([column, getattr(offers, name)])
                    for name, column in vars(kept).items()
                }
            )
        supply.offers = offers
        supply.margin[rows] = found.margin
        supply.terms = self.env["stock.replenish.vendor"]._terms(
            company, offers.partner_id
        )

    def _vendor_days(self, offers, terms, count):
        """Return the days that the first vendor of each row takes, shape (count,).

        Working days are stretched to calendar days, and an order may have to wait for
        the vendor's order day. Where several vendors have a share, the slowest counts.
        """
        place = terms.place(offers.partner_id)
        days = offers.delay * (7.0 / terms.week)[place]
        days += longest_wait(terms.weekdays)[place]
        slowest = np.zeros(count)
        slowest[offers.item[offers.base]] = days[offers.base]
        shared = several_shares(offers, count)[offers.item] & (offers.share > 0)
        np.maximum.at(slowest, offers.item[shared], days[shared])
        return slowest

    def _offers(self, frame, rows):
        """Return the :class:`Offers` of rows: prices that are in force today.

        A price forced on the orderpoint is taken whatever its dates, as core does. A
        share counts for all prices of a vendor, whichever it stands on.
        """
        self.env["product.supplierinfo"].flush_model()
        read = columns.read(
            self.env.cr,
            SQL(
                """
                WITH item AS (
                    SELECT DISTINCT product_id, forced_id
                    FROM unnest(%s::int[], %s::int[]) AS u(product_id, forced_id)
                ), offer AS (
                    SELECT i.product_id, i.forced_id, s.id, s.partner_id,
                           s.currency_id, COALESCE(s.delay, 0) AS delay,
                           COALESCE(s.min_qty, 0) AS min_qty,
                           pu.factor / po.factor AS unit,
                           COALESCE(s.replenish_multiple, 0) AS multiple,
                           COALESCE(s.replenish_share, 0) AS share,
                           COALESCE(s.price, 0) * (1 - COALESCE(s.discount, 0) / 100)
                               AS price,
                           row_number() OVER (
                               PARTITION BY i.product_id, i.forced_id
                               ORDER BY s.sequence, s.min_qty DESC, s.price, s.id
                           ) AS place
                    FROM item i
                    JOIN product_product p ON p.id = i.product_id
                    JOIN product_template t ON t.id = p.product_tmpl_id
                    JOIN uom_uom pu ON pu.id = t.uom_id
                    JOIN uom_uom po ON po.id = t.uom_po_id
                    JOIN product_supplierinfo s ON s.product_tmpl_id = t.id
                         AND (s.product_id IS NULL OR s.product_id = p.id)
                    JOIN res_partner v ON v.id = s.partner_id AND v.active
                    WHERE (s.company_id IS NULL OR s.company_id = %s)
                      AND CASE WHEN i.forced_id != 0 THEN s.id = i.forced_id
                          ELSE (s.date_start IS NULL OR s.date_start <= %s)
                               AND (s.date_end IS NULL OR s.date_end >= %s) END
                ), ranked AS (
                    SELECT offer.*,
                           MIN(place) OVER vendor AS rank,
                           MAX(share) OVER vendor AS vendor_share,
                           row_number() OVER (vendor ORDER BY min_qty, id) AS number
                    FROM offer
                    WINDOW vendor AS (PARTITION BY product_id, forced_id, partner_id)
                )
                SELECT product_id, forced_id, id, partner_id, currency_id, delay, rank,
                       (rank = 1 AND number = 1)::int AS is_base,
                       min_qty, unit, multiple, vendor_share AS share, price
                FROM ranked
                ORDER BY product_id, forced_id, rank, number
                """,
                frame.product[rows].tolist(),
                frame.supplier[rows].tolist(),
                frame.company.id,
                frame.today,
                frame.today,
            ),
            [
                *((name, "i4") for name in ("product_id", "forced_id", *_WHOLE)),
                *((name, "f8") for name in _NUMBERS),
            ],
        )
        place, line = match(
            pair(frame.product[rows], frame.supplier[rows]),
            pair(read["product_id"], read["forced_id"]),
        )
        offers = Offers(
            item=rows[place],
            base=read["is_base"][line] == 1,
            **{
                name: read[name][line]
                for name in (*_WHOLE, *_NUMBERS)
                if name != "is_base"
            },
        )
        known, place = np.unique(offers.unit, return_inverse=True)
        rounded = np.array([round(unit, 6) for unit in known.tolist()], float)
        offers.unit = rounded[place.reshape(-1)]
        offers.multiple = self._lots(frame.multiple[offers.item], offers)
        return offers

    def _lots(self, own, offers):
        """Return the multiples that offers are bought in, in purchase units."""
        unit = offers.unit
        units = np.where(unit == 1.0, 0.0, unit)
        # The order is written in the purchase unit: whole ones only.
        units = common_multiple(units, offers.multiple * unit)
        common = common_multiple(own, units)
        # A multiple of 1 kg and a purchase in pounds meet at tons.
        apart = common > LARGEST_COMMON * np.maximum(own, units)
        return np.where(apart, units, common) / unit


def several_shares(offers, count):
    """Tell of which rows two vendors or more have a share, shape (count,)."""
    shared = offers.share > 0
    vendors = np.unique(pair(offers.item[shared], offers.partner_id[shared]))
    return np.bincount(vendors >> 32, minlength=count) > 1
