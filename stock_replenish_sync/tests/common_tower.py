import json
import random
from datetime import timedelta

from odoo import fields
from odoo.tools import date_utils

from .common import ReplenishCommon
from .common_access import new_user
from .common_worklist import PLANNER, VIEWER

KINDS = {
    "stocked_out": "shortage",
    "will_stock_out": "shortage",
    "demand_spike": "shortage",
    "late_purchase": "late",
    "late_transfer": "late",
    "late_manufacturing": "late",
    "excess": "too_much",
    "surplus_on_order": "too_much",
    "ageing": "too_much",
    "expiring": "too_much",
    "negative_stock": "data",
    "order_error": "data",
}


class TowerCommon(ReplenishCommon):
    """Two companies full of exceptions of all kinds, and people who look at them.

    Drawn with a fixed seed, with a past and a future, so that each number of the tower
    is of some rows.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draw = random.Random(17)
        cls.abroad = cls.env["res.company"].create({"name": "Abroad Ltd"})
        cls.both = cls.company | cls.abroad
        cls.env.user.company_ids += cls.abroad
        cls.planner = new_user(cls.env, "tower_planner", PLANNER, cls.company)
        cls.other_planner = new_user(cls.env, "tower_other", PLANNER, cls.company)
        cls.stranger = new_user(cls.env, "tower_stranger", VIEWER, cls.abroad)
        cls.nobody = new_user(
            cls.env, "t_nobody", "stock.group_stock_user", cls.company
        )
        cls.boss = new_user(cls.env, "tower_boss", VIEWER, cls.company)
        cls.boss.company_ids = cls.both
        cls.parent = cls.env["product.category"].create({"name": "Tower Goods"})
        cls.families = cls.env["product.category"].create(
            [
                {"name": f"Family {number}", "parent_id": cls.parent.id}
                for number in range(3)
            ]
        )
        cls.vendors = cls.env["res.partner"].create(
            [{"name": f"Tower Vendor {number}"} for number in range(4)]
        )
        cls.tags = cls.env["res.partner.category"].create(
            [{"name": f"Segment {number}"} for number in range(2)]
        )
        cls.branch = cls.env["stock.warehouse"].create(
            {"name": "Tower Branch", "code": "TB", "company_id": cls.company.id}
        )
        cls.warehouses = {
            cls.company: cls.warehouse | cls.branch,
            cls.abroad: cls.env["stock.warehouse"].search(
                [("company_id", "=", cls.abroad.id)]
            ),
        }
        cls.products = cls.env["product.product"].create(
            [
                {
                    "name": f"Tower Item {number}",
                    "type": "product",
                    "categ_id": cls.families[number % 3].id,
                }
                for number in range(6)
            ]
        )
        cls.count = 0
        cls.today = cls.company._replenish_today()
        cls.rules = cls._make_rules()
        cls.make_exceptions(cls.company, 150)
        cls.make_exceptions(cls.abroad, 60)
        cls.env.flush_all()

    @classmethod
    def _make_rules(cls):
        """Return rules of all warehouses, with what waits for somebody."""
        policy = cls.make_policy(planner_id=cls.other_planner.id)
        rules = cls.env["stock.warehouse.orderpoint"]
        for company, warehouses in cls.warehouses.items():
            for warehouse in warehouses:
                for product in cls.products[:4]:
                    rules += cls.make_orderpoint(
                        product,
                        policy,
                        warehouse,
                        planner_id=cls.draw.choice([False, cls.planner.id])
                        if company == cls.company
                        else False,
                    )
        cls.env.flush_all()
        for rule in rules:
            cls.env.cr.execute(
                """UPDATE stock_warehouse_orderpoint
                   SET qty_to_order = %s, order_value = %s, planned_on = %s,
                       is_governed = TRUE, snoozed_until = %s, replenish_status = %s
                   WHERE id = %s""",
                [
                    cls.draw.choice([0, 0, 5]),
                    cls.draw.randint(1, 900),
                    fields.Datetime.now(),
                    cls.draw.choice([None, None, "2099-01-01", "2020-01-01"]),
                    cls.draw.choice(["covered", "failed", "order_now"]),
                    rule.id,
                ],
            )
        cls.env.invalidate_all()
        cls._make_waiting(rules)
        return rules

    @classmethod
    def _make_waiting(cls, rules):
        """Have suggestions, decisions and messages of some rules wait."""
        day = cls.today
        for rule in rules:
            owned = {
                "orderpoint_id": rule.id,
                "company_id": rule.company_id.id,
                "warehouse_id": rule.warehouse_id.id,
                "product_id": rule.product_id.id,
            }
            cls.Suggestion.create(
                {
                    **owned,
                    "kind": "buy",
                    "quantity": 1,
                    "value": cls.draw.randint(1, 99),
                    "need_date": day,
                    "release_date": day,
                    "due_date": day,
                    "state": cls.draw.choice(["held", "proposed"]),
                }
            )
            cls.env["stock.replenish.decision"].create(
                {
                    **owned,
                    "decided_on": day,
                    "cause": "drift",
                    "state": cls.draw.choice(["to_review", "accepted"]),
                }
            )
            cls.env["stock.replenish.message"].create(
                {
                    **owned,
                    "document_kind": "purchase",
                    "kind": "later",
                    "date_current": day,
                    "date_proposed": day,
                    "quantity_current": 1,
                    "quantity_proposed": 1,
                    "money": cls.draw.randint(1, 99),
                    "state": cls.draw.choice(["open", "held"]),
                }
            )

    @classmethod
    def make_exceptions(cls, company, count, **values):
        """Return exceptions of a company, drawn, each with a running episode.

        :param values: of all of them, in place of what would be drawn
        """
        draw = cls.draw
        owners = [False, cls.boss.id]
        owners += [cls.planner.id] if company == cls.company else [cls.stranger.id]
        rows = []
        for _number in range(count):
            cls.count += 1
            kind = values.get("kind") or draw.choice(list(KINDS))
            warehouse = draw.choice(cls.warehouses[company])
            worth = draw.randint(0, 90_000) / 100
            row = {
                "kind": kind,
                "family": KINDS[kind],
                "code": kind,
                "severity": draw.choice("0123"),
                "product_id": draw.choice(cls.products).id,
                "warehouse_id": warehouse.id,
                "company_id": company.id,
                "value_at_risk": worth,
                "value_rank": worth,
                "state": draw.choice(["open"] * 3 + ["acknowledged", "resolved"]),
                "user_id": draw.choice(owners),
                "quantity": 5,
                "days": 3,
                "reference": f"DOC{cls.count}",
                "date_from": cls._day(-400, 60),
                "date_expected": cls._day(-30, 60),
                "act_by": cls.today,
                "segment_id": draw.choice([False, *cls.tags.ids]),
                "fingerprint": f"tower:{cls.count}",
                "suggested_action": "why",
            }
            if kind == "late_purchase":
                row["partner_id"] = draw.choice([False, *cls.vendors.ids])
            if kind == "late_transfer":
                row["source_warehouse_id"] = draw.choice(
                    [False, *cls.warehouses[company].ids]
                )
            rows.append({**row, **values})
        exceptions = cls.env["stock.replenish.exception"].create(rows)
        exceptions._start_episodes(fields.Datetime.now())
        return exceptions

    @classmethod
    def _day(cls, first, last):
        """Return a day between two, counted from today, or none."""
        days = cls.draw.choice([None] + [cls.draw.randint(first, last)] * 9)
        return days is not None and cls.today + timedelta(days=days)

    def tower(self, user=None, filters=None, companies=None):
        """Return what the tower shows a user, as it arrives in the browser."""
        user = user or self.planner
        service = (
            self.env["stock.replenish.tower"]
            .with_user(user)
            .with_context(allowed_company_ids=(companies or user.company_id).ids)
        )
        answer = service.replenish_tower(filters)
        return json.loads(json.dumps(answer, default=date_utils.json_default))

    def reader(self, model, user, companies=None):
        """Return a model as the user's list reads it."""
        return (
            self.env[model]
            .with_user(user)
            .with_context(allowed_company_ids=(companies or user.company_id).ids)
        )

    def numbers(self, answer, path=""):
        """Yield (path, number) of each number with rows behind it."""
        if isinstance(answer, dict):
            if "count" in answer and answer.get("drill"):
                yield path, answer
            answer = answer.items()
        elif isinstance(answer, list):
            answer = enumerate(answer)
        else:
            return
        for key, value in answer:
            yield from self.numbers(value, f"{path}/{key}")
