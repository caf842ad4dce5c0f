from odoo import _, models

from ..plan.stock_replenish_supply import KIND_NAMES
from .stock_replenish_why_words import Words


class StockReplenishWhyAlternatives(Words, models.AbstractModel):
    """What else was possible, what would have come of it, and why it was not taken."""

    _name = "stock.replenish.why.alternatives"
    _description = "Replenishment Planning: alternatives of an explanation"

    def _describe(self, case, projection):
        """Return `alternatives`: kind, name, facts, reason, whether it was chosen."""
        kind = case.suggestion.kind or KIND_NAMES[int(case.batch.supply.kind[0])]
        return {
            "alternatives": [
                *self._vendors(case, kind),
                *self._warehouses(case, kind),
                *self._make(case, kind),
                *self._waiting(case, projection),
            ]
        }

    def _row(self, kind, name, facts, reason, chosen=False, link=False):
        return {
            "kind": kind,
            "name": name,
            "facts": ", ".join(fact for fact in facts if fact),
            "reason": reason,
            "chosen": chosen,
            "link": link,
        }

    # ------------------------------------------------------------------
    # Other vendors
    # ------------------------------------------------------------------

    def _vendors(self, case, kind):
        product = case.orderpoint.product_id.with_company(case.company)
        chosen = self.env["stock.replenish.why.inputs"]._supplier(case)
        for seller in product.seller_ids.sudo():
            if seller.product_id and seller.product_id != product:
                continue
            if seller.company_id and seller.company_id != case.company:
                continue
            taken = kind == "buy" and seller == chosen
            yield self._row(
                _("Buy"),
                seller.partner_id.display_name,
                [
                    _(
                        "%(price)s a %(unit)s",
                        price=seller.currency_id.format(seller.price),
                        unit=product.uom_po_id.name,
                    ),
                    seller.min_qty
                    and _(
                        "from %(minimum)s %(unit)s",
                        minimum=self._number(seller.min_qty),
                        unit=product.uom_po_id.name,
                    ),
                    self._days(seller.delay),
                ],
                self._not_bought(case, kind, seller, chosen),
                taken,
                self._link(_("Price"), seller),
            )

    def _not_bought(self, case, kind, seller, chosen):
        if kind == "buy" and seller == chosen:
            return _("Chosen: first by the order of vendors on the product.")
        if kind != "buy":
            return _("The routes of this rule do not buy.")
        today = case.today
        if seller.date_end and seller.date_end < today:
            return _("The price expired on %s.", self._day(seller.date_end))
        if seller.date_start and seller.date_start > today:
            return _("The price is valid from %s.", self._day(seller.date_start))
        if not seller.partner_id.active:
            return _("The vendor is archived.")
        if seller.partner_id == chosen.partner_id:
            return _("Another price of the same vendor, from a larger quantity.")
        return _("Comes later in the order of vendors on the product.")

    # ------------------------------------------------------------------
    # Other warehouses
    # ------------------------------------------------------------------

    def _warehouses(self, case, kind):
        others = (
            self.env["stock.warehouse"]
            .sudo()
            .search(
                [
                    ("company_id", "=", case.company.id),
                    ("id", "!=", case.orderpoint.warehouse_id.id),
                ]
            )
        )
        if not others:
            return
        product = case.orderpoint.product_id
        stock = self._stock_of(case, others)
        rules = (
            self.env["stock.warehouse.orderpoint"]
            .sudo()
            .search_fetch(
                [
                    ("product_id", "=", product.id),
                    ("warehouse_id", "in", others.ids),
                ],
                ["planned_position", "warehouse_id", "reorder_point", "planned_on"],
            )
        )
        lanes = (
            self.env["stock.route"]
            .sudo()
            .search([("supplied_wh_id", "=", case.orderpoint.warehouse_id.id)])
            .supplier_wh_id
        )
        source = case.suggestion.source_warehouse_id.id or int(
            case.batch.supply.source_warehouse[0]
        )
        for other in others:
            on_hand = stock.get(other, 0.0)
            chosen = kind == "transfer" and other.id == source
            if not on_hand and other not in lanes and not chosen:
                continue
            rule = rules.filtered(
                lambda row, other=other: row.warehouse_id == other and row.planned_on
            )[:1]
            yield self._row(
                _("Transfer"),
                other.name,
                [
                    _("%s on hand", self._quantity(case, on_hand)),
                    rule
                    and _(
                        "%s available as planned",
                        self._quantity(case, rule.planned_position),
                    ),
                ],
                self._not_sent(case, other, lanes, chosen, on_hand, rule),
                chosen,
            )

    def _stock_of(self, case, warehouses):
        """Return warehouse -> what is on hand there."""
        stock = dict.fromkeys(warehouses, 0.0)
        groups = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "=", case.orderpoint.product_id.id),
                    ("location_id.usage", "=", "internal"),
                    ("location_id.warehouse_id", "in", warehouses.ids),
                    ("owner_id", "in", [False, case.company.partner_id.id]),
                ],
                ["location_id"],
                ["quantity:sum"],
            )
        )
        for location, quantity in groups:
            stock[location.warehouse_id] += quantity
        return stock

    def _not_sent(self, case, other, lanes, chosen, on_hand, rule):
        asked = self.env["stock.replenish.why.sourcing"]._lanes(case)
        if other in asked.source_warehouse_id:
            return _("A lane leads from there: see Where from.")
        if chosen:
            return _("Chosen: the route of this rule leads from there.")
        if other not in lanes:
            return _(
                "No lane leads from %(sender)s to %(receiver)s.",
                sender=other.name,
                receiver=case.orderpoint.warehouse_id.name,
            )
        if on_hand <= 0:
            return _("A lane exists, but nothing is in stock there.")
        if rule and rule.planned_position <= rule.reorder_point:
            return _("A lane exists, but what is there is needed there.")
        return _("A lane exists, but the route of this rule is another one.")

    # ------------------------------------------------------------------
    # Make, wait
    # ------------------------------------------------------------------

    def _make(self, case, kind):
        product = case.orderpoint.product_id
        bill = (
            self.env["mrp.bom"]
            .sudo()
            ._bom_find(product, company_id=case.company.id, bom_type="normal")[product]
        )
        if not bill:
            return
        yield self._row(
            _("Make"),
            bill.display_name,
            [self._days(bill.produce_delay + bill.days_to_prepare_mo)],
            _("Chosen: the route of this rule makes it.")
            if kind == "make"
            else _("The route of this rule does not make it."),
            kind == "make",
            self._link(_("Bill of materials"), bill),
        )

    def _waiting(self, case, projection):
        """Tell what comes of ordering at the next chance after this one."""
        need = case.need
        if not need or case.quantity <= 0:
            return
        review = int(max(case.policy.get("review_days", 1), 1))
        arrival = need["arrival_day"] + review
        balance = projection["balance"][:arrival]
        if not balance:
            return
        lowest = min(balance)
        day = case.day(balance.index(lowest))
        safety = case.result["safety_stock"]
        facts = [
            _("order on %s", self._day(case.day(max(need["release_day"], 0) + review))),
            _("it arrives on %s", self._day(case.day(arrival))),
        ]
        values = {"lowest": self._quantity(case, lowest), "day": self._day(day)}
        if lowest < 0:
            reason = _("Stock would be short: %(lowest)s on %(day)s.", **values)
        elif lowest < safety:
            reason = _(
                "Stock would be down to %(lowest)s on %(day)s, below the safety stock.",
                **values,
            )
        else:
            reason = _("Stock would still hold: %(lowest)s on %(day)s.", **values)
        yield self._row(_("Wait"), _("Until the next review"), facts, reason)
