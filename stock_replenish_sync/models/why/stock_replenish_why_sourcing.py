from odoo import _, models

from ..network.stock_replenish_source import SHIPPING_DAYS
from ..suggestion.stock_replenish_suggestion import OPEN_STATES
from .stock_replenish_why_words import Words


class StockReplenishWhySourcing(Words, models.AbstractModel):
    """Where a quantity comes from: the lanes that were asked, in their order, what each
    gives and why not more, and what is got elsewhere."""

    _name = "stock.replenish.why.sourcing"
    _description = "Replenishment Planning: sources of an explanation"

    def _describe(self, case):
        """Return `sourcing`, False where no lane leads to the rule's warehouse.

        * `summary`: one sentence, '' where all comes from one source
        * `ways`: a dict for each lane in the order in which they are asked, and for
          what is got elsewhere: kind, name, link, quantity (text), gives (whether any
          comes from there), facts (when it leaves and arrives), reason
        * `shares`: of each source that was short and shared, see
          `stock.replenish.why.share`
        """
        lanes = self._lanes(case)
        parts = self._parts(case)
        records = parts[:1]._short_sources() if parts else []
        share = self.env["stock.replenish.why.share"]
        lanes |= parts.lane_id
        if not lanes or not (parts or any(lanes.mapped("has_problem"))):
            return {"sourcing": False}
        short = {record["lane"]: record for record in records}
        left = sum(parts.mapped("quantity"))
        ways = []
        for lane in lanes:
            mine = parts.filtered(lambda part, lane=lane: part.lane_id == lane)
            got = sum(mine.mapped("quantity"))
            ways.append(self._way(case, lane, mine, short.get(lane), left))
            left -= got
        rest = parts.filtered(lambda part: not part.lane_id)
        ways += [self._rest(case, part) for part in rest]
        return {
            "sourcing": {
                "summary": self._summary(case, parts),
                "ways": ways,
                "shares": [
                    share._describe(case, record)
                    for record in records
                    if record["others"]
                ],
            }
        }

    def _sentences(self, found):
        """Return what the headline says of sources."""
        sourcing = found["sourcing"]
        if not sourcing:
            return []
        said = [sourcing["summary"], *(row["title"] for row in sourcing["shares"])]
        return [sentence for sentence in said if sentence]

    def _lanes(self, case):
        """Return the lanes in force to the rule's warehouse, first one first."""
        if not case.orderpoint.is_governed:
            return self.env["stock.replenish.source"].sudo()
        return (
            self.env["stock.replenish.source"]
            .sudo()
            .search([("warehouse_id", "=", case.orderpoint.warehouse_id.id)])
            .sorted(lambda lane: (lane.sequence, lane.id))
        )

    def _parts(self, case):
        """Return the suggestions that the same need was cut into, soonest first."""
        chosen = (case.suggestion or case.due[:1]).sudo()
        if not chosen or chosen.is_typed:
            return chosen
        states = OPEN_STATES if chosen.state in OPEN_STATES else (chosen.state,)
        domain = [
            ("orderpoint_id", "=", case.orderpoint.id),
            ("need_date", "=", chosen.need_date),
            ("state", "in", states),
            ("is_typed", "=", False),
        ]
        parts = chosen | chosen.search(domain)
        return parts.sorted(lambda part: (part.arrival_date or part.need_date, part.id))

    def _summary(self, case, parts):
        """Return how much comes from where, '' where all comes from one source."""
        if len(parts) < 2:
            return ""
        amounts = {}
        for part in parts:
            name = part.source_text
            amounts[name] = amounts.get(name, 0.0) + part.quantity
        said = [
            _(
                "%(quantity)s from %(sender)s",
                quantity=self._quantity(case, amount),
                sender=name,
            )
            for name, amount in amounts.items()
        ]
        return _("It comes from several sources: %s.", ", ".join(said))

    # ------------------------------------------------------------------
    # Lanes
    # ------------------------------------------------------------------

    def _way(self, case, lane, parts, record, left):
        """Return a row for a lane.

        :param parts: suggestions by this lane
        :param record: what its source could not give, see `_short_sources`; or None
        :param left: what the lanes before left to be brought
        """
        quantity = sum(parts.mapped("quantity"))
        return {
            "kind": dict(lane._fields["mode"]._description_selection(self.env))[
                lane.mode
            ],
            "name": lane.source_warehouse_id.name,
            "link": self._lane_link(lane),
            "quantity": self._quantity(case, quantity),
            "gives": bool(parts),
            "facts": self._journey(case, lane, parts),
            "reason": " ".join(self._reasons(case, lane, quantity, record, left)),
        }

    def _lane_link(self, lane):
        """Return what opens a lane, False for who may not see it."""
        seen = self.env["stock.replenish.source"].search([("id", "=", lane.id)])
        return bool(seen) and self._link(lane.display_name, lane)

    def _journey(self, case, lane, parts):
        """Return when goods leave and arrive, in words."""
        journeys = [
            _(
                "taken from stock on %(leaves)s, arrives on %(arrives)s",
                leaves=self._day(part.release_date),
                arrives=self._day(part.arrival_date),
            )
            for part in parts
        ]
        if not all(lane[day] for day in SHIPPING_DAYS):
            journeys.append(_("goods leave on %s only", lane.ships_text))
        return ", ".join(journeys)

    def _reasons(self, case, lane, quantity, record, left):
        """Yield the sentences that say why a lane brings what it brings."""
        if lane.problem:
            yield lane.problem
        if record:
            yield from self._shortage(case, lane, record)
            waits = quantity - record["granted"]
            if waits > 0.005:
                yield _(
                    "%(quantity)s wait until %(sender)s has them.",
                    quantity=self._quantity(case, waits),
                    sender=lane.source_warehouse_id.name,
                )
        elif quantity > 0:
            if quantity < left - 0.005:
                yield _("Brings what it can of what was left.")
            else:
                yield _("Brings all that was asked for.")
        elif not lane.problem:
            yield (
                _("Has nothing to give for this.")
                if left > 0.005
                else _("Was not asked: nothing was left to bring.")
            )

    def _shortage(self, case, lane, record):
        """Yield the sentences on what a source could not give."""
        values = {
            "asked": self._quantity(case, record["asked"]),
            "granted": self._quantity(case, record["granted"]),
        }
        yield (
            _("%(asked)s were asked for, %(granted)s can be had.", **values)
            if record["granted"]
            else _("%(asked)s were asked for, nothing can be had.", **values)
        )
        free = max(record["available"] or 0.0, 0.0)
        ours = self.env["stock.replenish.why.share"]._is_ours(record["source"])
        if ours:
            yield self._free(case, record, free)
        if record["others"] and free:
            yield _("It is shared, see below.")
        if not ours:
            return
        if not record["granted"] and 0 < free < lane.minimum_qty:
            yield _(
                "Less than the minimum lot of %s is not sent.",
                self._quantity(case, lane.minimum_qty),
            )
        elif 0 < free - record["granted"] < lane.multiple_qty:
            yield _("Only lots of %s are sent.", self._number(lane.multiple_qty))

    def _free(self, case, record, free):
        """Return the sentence that says what a short source had to give."""
        values = {
            "sender": record["source"].name,
            "day": self._day(record["day"]),
            "free": self._quantity(case, free),
        }
        if record["mode"] != "excess":
            return (
                _("%(sender)s has %(free)s free on %(day)s.", **values)
                if free
                else _("%(sender)s has nothing free on %(day)s.", **values)
            )
        return (
            _(
                "%(sender)s has %(free)s above its own reorder point and commitments "
                "on %(day)s.",
                **values,
            )
            if free
            else _(
                "%(sender)s has nothing above its own reorder point and commitments "
                "on %(day)s.",
                **values,
            )
        )

    # ------------------------------------------------------------------
    # The rest
    # ------------------------------------------------------------------

    def _rest(self, case, part):
        """Return a row for what is got elsewhere."""
        kinds = dict(part._fields["kind"]._description_selection(self.env))
        return {
            "kind": kinds[part.kind],
            "name": part.source_text,
            "link": False,
            "quantity": self._quantity(case, part.quantity),
            "gives": True,
            "facts": _(
                "order by %(release)s, arrives on %(arrives)s",
                release=self._day(part.release_date),
                arrives=self._day(part.arrival_date),
            ),
            "reason": _("What no lane brings in time."),
        }
