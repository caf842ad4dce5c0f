from odoo import _, models

from .stock_replenish_why_words import Words

# Rows shown of each kind; the link opens all of them.
SHOWN = 20


class StockReplenishWhyInputs(Words, models.AbstractModel):
    """What was counted: values with unit, date and source, and the very records."""

    _name = "stock.replenish.why.inputs"
    _description = "Replenishment Planning: inputs of an explanation"

    def _describe(self, case, aside):
        """Return `inputs` (label, value, source, links) and `events` (what comes and
        goes, by date).

        :param list aside: rows on stock that does not count
        """
        kinds = {
            name: self._documents(case, name)
            for name in ("receipts", "booked", "dependent")
        }
        return {
            "inputs": [
                self._on_hand(case),
                *aside,
                *(self._sum_row(case, name, kinds[name]) for name in kinds),
                *self._masters(case),
            ],
            "events": [row for rows in kinds.values() for row in rows][: 3 * SHOWN],
        }

    def _row(self, key, label, value, source, links=()):
        return {
            "key": key,
            "label": label,
            "value": value,
            "source": source,
            "links": [link for link in links if link],
        }

    # ------------------------------------------------------------------
    # Stock
    # ------------------------------------------------------------------

    def _on_hand(self, case):
        return self._row(
            "on_hand",
            _("On hand"),
            self._quantity(case, case.item["on_hand"] or 0),
            _("usable stock of our own in %s", self._scope(case).display_name),
            [
                self._link(
                    _("Stock now"), model="stock.quant", domain=self._quants(case)
                )
            ],
        )

    def _scope(self, case):
        """Return the location that the rule speaks for."""
        return self.env["stock.location"].sudo().browse(int(case.batch.frame.scope[0]))

    def _lying(self, case):
        """Return the domain of the stock that lies there, counted or not."""
        return [
            ("product_id", "=", case.orderpoint.product_id.id),
            ("location_id", "child_of", self._scope(case).id),
            ("location_id.usage", "=", "internal"),
        ]

    def _quants(self, case):
        """Return the domain of the stock that counts."""
        domain = self._lying(case) + [
            ("owner_id", "in", [False, case.company.partner_id.id]),
        ]
        if "expiration_date" in self.env["stock.lot"]._fields:
            noon = str(case.company._replenish_noon(case.batch.frame.today))
            domain += [
                "|",
                ("lot_id", "=", False),
                "|",
                ("lot_id.removal_date", ">", noon),
                "&",
                ("lot_id.removal_date", "=", False),
                "|",
                ("lot_id.expiration_date", "=", False),
                ("lot_id.expiration_date", ">", noon),
            ]
        return domain

    # ------------------------------------------------------------------
    # What comes and goes
    # ------------------------------------------------------------------

    def _documents(self, case, name):
        """Return the rows of one kind of events, soonest first."""
        other = "purchase.order.line" if name == "receipts" else None
        other = other or "stock.warehouse.orderpoint"
        rows = []
        events = case.inputs[name]
        found = {
            "stock.move": self._existing("stock.move", events, 1),
            other: self._existing(other, events, -1),
        }
        for event in sorted(events, key=lambda event: event[0]):
            source = event[2] if len(event) > 2 else 0
            model = "stock.move" if source > 0 else other
            record = found[model].get(abs(source))
            rows.append(
                {
                    "kind": name,
                    "day": str(case.day(event[0])),
                    "is_late": event[0] < 0,
                    "quantity": event[1],
                    "text": self._quantity(case, event[1]),
                    "source": (model, abs(source)),
                    **self._document(record, name),
                }
            )
        return rows

    def _existing(self, model, events, sign):
        """Return id -> record of the sources of events that are still there."""
        ids = [sign * row[2] for row in events if len(row) > 2 and sign * row[2] > 0]
        records = self.env[model].sudo().browse(ids).exists()
        return {record.id: record for record in records}

    def _document(self, record, name):
        """Return kind and name of the document behind an event, and its link."""
        if not record:
            return {"document": _("no longer there"), "link": False, "type": ""}
        if record._name == "purchase.order.line":
            order = record.order_id
            kind = _("Request for quotation")
        elif record._name == "stock.warehouse.orderpoint":
            return {
                "type": _("Planned transfer"),
                "document": record.warehouse_id.name,
                "link": self._link(
                    _("Suggestion"), **self._planned_transfers(record.ids)
                ),
            }
        elif record.purchase_line_id:
            order, kind = record.purchase_line_id.order_id, _("Purchase order")
        elif record.production_id or record.raw_material_production_id:
            order = record.production_id or record.raw_material_production_id
            kind = _("Manufacturing order")
        elif record.sale_line_id:
            order, kind = record.sale_line_id.order_id, _("Sales order")
        else:
            order = record.picking_id or record
            kind = _("Receipt") if name == "receipts" else _("Delivery")
            if record.picking_code == "internal":
                kind = _("Transfer")
        return {
            "type": kind,
            "document": order.display_name,
            "link": self._link(order.display_name, order),
        }

    def _planned_transfers(self, orderpoint_ids):
        """Return model and domain of the transfers that rules plan or planned."""
        return {
            "model": "stock.replenish.suggestion",
            "domain": [
                ("orderpoint_id", "in", orderpoint_ids),
                ("kind", "=", "transfer"),
            ],
        }

    def _sum_row(self, case, name, rows):
        labels = {
            "receipts": (_("On order"), _("everything ordered that is still to come")),
            "booked": (
                _("Already promised"),
                _("to customers and production; late ones count today"),
            ),
            "dependent": (
                _("Other warehouses"),
                _("open and planned transfers to them"),
            ),
        }
        label, source = labels[name]
        links = []
        for model, title in (
            ("stock.move", _("Moves")),
            ("purchase.order.line", _("Requests for quotation")),
            ("stock.warehouse.orderpoint", _("Planned transfers")),
        ):
            ids = [row["source"][1] for row in rows if row["source"][0] == model]
            ids = [number for number in ids if number]
            if ids:
                target = {"model": model, "domain": [("id", "in", ids)]}
                if model == "stock.warehouse.orderpoint":
                    target = self._planned_transfers(ids)
                title = _("%(title)s (%(count)s)", title=title, count=len(ids))
                links.append(self._link(title, **target))
        return self._row(
            name, label, self._quantity(case, case.sum(name)), source, links
        )

    # ------------------------------------------------------------------
    # Masters
    # ------------------------------------------------------------------

    def _masters(self, case):
        policy, item = case.policy, case.item
        record = case.suggestion.policy_id or case.orderpoint.policy_id
        if policy and record:
            yield self._row(
                "policy",
                _("Policy"),
                record.name,
                self._policy_source(case),
                [self._link(_("Open"), record)],
            )
            if policy.get("service_kind") != "none":
                yield self._row(
                    "service_level",
                    _("Service level"),
                    self._percent(policy["service_level"]),
                    _("share of order cycles without a stock-out")
                    if policy["service_kind"] == "cycle"
                    else _("share of units that leave from stock"),
                )
        supplier = self._supplier(case)
        if supplier:
            yield self._row(
                "supplier",
                _("Vendor"),
                supplier.partner_id.display_name,
                _("first by the order of vendors on the product"),
                [self._link(_("Price"), supplier)],
            )
        if item["minimum"]:
            yield self._row(
                "minimum",
                _("Minimum"),
                self._quantity(case, item["minimum"]),
                _("smallest quantity of the vendor's prices"),
            )
        if item["multiple"]:
            yield self._row(
                "multiple",
                _("Multiple"),
                self._quantity(case, item["multiple"]),
                _("of the rule and the purchase unit together"),
            )
        yield self._row(
            "rule",
            _("Reordering rule"),
            case.orderpoint.name,
            self._history_source(case),
            [self._link(_("Open"), case.orderpoint)],
        )
        yield self._row(
            "unit_cost",
            _("Cost"),
            case.company.currency_id.format(item["unit_cost"] or 0),
            _("of one unit, by the product"),
            [self._link(_("Product"), case.orderpoint.product_id)],
        )

    def _history_source(self, case):
        weeks = len(case.inputs["history"])
        return _(
            "%(weeks)s weeks of demand until %(day)s",
            weeks=weeks,
            day=self._day(case.day(-1)),
        )

    def _policy_source(self, case):
        orderpoint = case.orderpoint
        if orderpoint.policy_locked:
            return _("locked: %s", orderpoint.lock_reason)
        return (
            _("given by the matrix")
            if orderpoint.policy_source == "matrix"
            else _("given by hand")
        )

    def _supplier(self, case):
        if case.suggestion.supplier_id:
            return case.suggestion.supplier_id
        supplier = int(case.batch.supply.supplier[0])
        return self.env["product.supplierinfo"].sudo().browse(supplier or [])
