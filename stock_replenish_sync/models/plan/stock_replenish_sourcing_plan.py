import numpy as np
import pytz

from odoo import fields, models

from ...planning.allocation import SOURCE_MODES
from ...planning.choices import policy_choices
from ...planning.datatypes import Events
from ...planning.parts import join, whole_parts
from ...planning.refusal import refused
from ...planning.review import next_review
from ...planning.sourcing import NEVER, Lanes, Links, StockPoints
from ...planning.sourcing.network import plan_sourced
from ...planning.sourcing.points import joined_events, no_points
from ...planning.sourcing.refused import refused_parts
from ...planning.sourcing.suggested import sourced_parts
from ...tools.joins import pair


class StockReplenishSourcing(models.AbstractModel):
    """Plans a batch whose rows get goods by lanes."""

    _inherit = "stock.replenish.sourcing"

    def _plan(self, batch, judge, refusals, digits):
        """Plan a batch; fill its items, result, parts and what was sourced.

        :param judge: as `draws` of :func:`planning.sourcing.network.plan_sourced`
        :param refusals: :class:`~planning.refusal.Refusals` of the batch
        """
        frame, supply, sourcing = batch.frame, batch.supply, batch.supply.sourcing
        service = self.env["stock.replenish.supply"]
        linked = sourcing.linked
        drawn_from = np.where(
            linked, sourcing.own.source_warehouse, supply.source_warehouse
        )
        own_lead = np.where(
            linked,
            sourcing.own.lead,
            np.where(supply.kind > 0, np.ceil(supply.lead_time), -1),
        ).astype(np.int64)
        links, outside = self._links(batch)
        sourcing.terms = self._terms(sourcing.lanes)
        keys = sourcing.keys()

        def wanted(result):
            needs = result.needs
            return judge(result) & (linked[needs.item] | ~refused(needs, refusals))

        def refuses(needs, sourced):
            return linked[sourced.item] & refused_parts(
                needs, sourced, refusals, keys.lane
            )

        batch.items, result, batch.sourced = plan_sourced(
            batch.items,
            batch.policies,
            frame.today,
            service._echelons(frame),
            sourcing.terms,
            links,
            own_lead,
            wanted,
            digits,
            source=service._source_rows(frame, drawn_from),
            outside=outside,
            refuses=refuses,
        )
        keep = wanted(result) & ~linked[result.needs.item]
        review = policy_choices(batch.policies, batch.items.policy).review
        batch.parts = join(
            whole_parts(result.needs, keep, supply),
            sourced_parts(
                result.needs,
                batch.sourced,
                linked,
                keys,
                sourcing.own,
                review,
                next_review(frame.today, review),
            ),
        )

    def _terms(self, lanes):
        """Return the engine's :class:`Lanes` of a batch."""
        days = {}
        if "prepare_days" in lanes:
            days["prepare_days"] = lanes["prepare_days"].astype(np.int64)
        mode = [SOURCE_MODES.index(name) for name in lanes["mode"]]
        weekdays = lanes["ships"] @ (1 << np.arange(7))
        return Lanes(
            sequence=lanes["sequence"],
            mode=np.array(mode, np.int64),
            priority=np.where(lanes["sharing"] == "priority", lanes["priority"], 0),
            minimum=lanes["minimum"],
            multiple=lanes["multiple"],
            lead_days=np.ceil(lanes["lead_days"]).astype(np.int64),
            weekdays=weekdays.astype(np.int64),
            cutoff_passed=self._cutoff_passed(lanes),
            stopped=lanes["problem"] != "",
            **days,
        )

    def _cutoff_passed(self, lanes):
        """Tell on which lanes nothing leaves today any more, shape (l,)."""
        now = pytz.utc.localize(fields.Datetime.now())
        hours = {}
        for company in self._companies(lanes["source_company"]):
            there = now.astimezone(pytz.timezone(company._replenish_timezone()))
            hours[company.id] = there.hour + there.minute / 60
        hour = np.array([hours[key] for key in lanes["source_company"].tolist()], float)
        return (lanes["cutoff_hour"] > 0) & (hour >= lanes["cutoff_hour"])

    def _companies(self, ids):
        """Return companies by an array of ids, whatever the user may see."""
        return self.env["res.company"].sudo().browse(np.unique(ids).tolist())

    # ------------------------------------------------------------------
    # Sources
    # ------------------------------------------------------------------

    def _links(self, batch):
        """Return (the engine's :class:`Links`, sources outside as `StockPoints`).

        A row of the batch is a source where a policy governs it; what core's own rule
        or nobody governs, and what is another company's, is read as it is.
        """
        frame, sourcing = batch.frame, batch.supply.sourcing
        lanes, row, lane = sourcing.lanes, sourcing.row, sourcing.lane
        product, warehouse = frame.product[row], lanes["source"][lane]
        source = self.env["stock.replenish.supply"]._source_rows(
            frame, warehouse, product
        )
        governed = self.env["stock.replenish.apply"]._governing(batch, batch.records)
        # Until its first parameters are accepted, core's own rule goes on.
        governed &= frame.has_parameters | ~batch.items.frozen
        source[(source >= 0) & ~governed[source]] = -1
        missing = np.flatnonzero(source < 0)
        if not len(missing):
            return Links(row, source, lane), None
        known, first, place = np.unique(
            pair(product[missing], warehouse[missing]),
            return_index=True,
            return_inverse=True,
        )
        first = missing[first]
        points, passes_on = self._outside(
            frame,
            product[first],
            warehouse[first],
            lanes["source_company"][lane[first]],
        )
        place = place.reshape(-1)
        # Core's own rule orders what is drawn once it is: it has no plan to wait for.
        twin = passes_on[place] & (lanes["mode"][lane[missing]] == "any")
        source[missing] = len(frame) + place + twin * len(known)
        return Links(row, source, lane), points

    def _outside(self, frame, products, warehouses, companies):
        """Return sources as they are: `StockPoints`, and which pass on what is asked.

        :return: (`StockPoints` of shape (2 k,): each source as it is, then each as one
            that gives without limit; mask of shape (k,) of those that may)
        """
        count = len(products)
        columns = {
            name: np.zeros(2 * count)
            for name in ("on_hand", "own_rate", "reorder_point", "multiple")
        }
        key, whole = np.zeros((2, 2 * count), np.int64)
        first_day = np.append(np.full(count, NEVER), np.zeros(count, np.int64))
        events = dict.fromkeys(("receipts", "booked", "dependent"), no_points().booked)
        passes_on = np.zeros(count, bool)
        position = self.env["stock.replenish.position"].sudo()
        for company in self._companies(companies):
            rows = np.flatnonzero(companies == company.id)
            found = self.env["stock.replenish.frame"]._lay_out_sources(
                company, products[rows].tolist(), warehouses[rows].tolist()
            )
            booked, dependent = position._booked(found)
            drawn = position._planned_transfers(found, frame.orderpoint.tolist())
            for name, more in (
                ("receipts", position._receipts(found)),
                ("booked", booked),
                ("dependent", joined_events(dependent, drawn)),
            ):
                events[name] = joined_events(events[name], _at(more, rows))
            columns["on_hand"][rows] = position._on_hand(found)
            columns["own_rate"][rows] = found.rate
            columns["reorder_point"][rows] = found.kept
            governed = found.governed == 1
            key[rows] = key[rows + count] = found.orderpoint
            first_day[rows[governed]] = found.first_day[governed]
            passes_on[rows] = (found.orderpoint > 0) & ~governed
        points = StockPoints(
            key=key,
            demand_rate=np.zeros(2 * count),
            first_day=first_day,
            own_lead=whole - 1,
            safety_days=whole,
            **columns,
            **events,
        )
        return points, passes_on


def _at(events, rows):
    """Return events of some rows by the numbers of all."""
    return Events(rows[events.item], events.day, events.quantity, events.source)
