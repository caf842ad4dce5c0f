import inspect
from functools import partial

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.base.tests.common import BaseCommon

from .access_table import ARGUMENTS, USERS

MODULE = "stock_replenish_sync"
# What a refused call must leave as it was.
WATCHED = (
    "stock_warehouse_orderpoint",
    "purchase_order",
    "purchase_order_line",
    "stock_move",
    "mrp_production",
    "mail_message",
)


def new_user(env, login, groups, company):
    """Return a user who cannot log in: hashing a password is slow.

    :param str groups: XML ids, with commas between them
    :param company: the user's companies; the first one is that of the user
    """
    return (
        env["res.users"]
        .with_context(no_reset_password=True, mail_create_nosubscribe=True)
        .create(
            {
                "name": login,
                "login": f"replenish_{login}",
                "email": f"{login}@example.com",
                "groups_id": [
                    Command.set([env.ref(group).id for group in groups.split(",")])
                ],
                "company_id": company[:1].id,
                "company_ids": [Command.set(company.ids)],
            }
        )
    )


class AccessCommon(BaseCommon):
    """Two companies with one row of each model, and people with few rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Other Company"})
        cls.product = cls.env["product.product"].create(
            {"name": "Governed Item", "type": "product"}
        )
        cls.line = (
            cls.env["purchase.order"]
            .create(
                {
                    "partner_id": cls.env["res.partner"].create({"name": "Vendor"}).id,
                    "order_line": [Command.create({"product_id": cls.product.id})],
                }
            )
            .order_line
        )
        cls.rows = cls._rows_of(cls.company)
        cls.other_rows = cls._rows_of(cls.other_company)
        cls.shared_policy = cls.env["stock.replenish.policy"].create(
            {"name": "Shared Policy"}
        )
        cls.users = {name: cls._user(name, groups) for name, groups in USERS.items()}
        # All the rights there are, in the wrong company.
        cls.foreigner = cls._user(
            "foreigner",
            f"{USERS['manager']},{USERS['stock_manager']}",
            company=cls.other_company,
        )
        cls.own_models = sorted(
            name
            for name, model in cls.env.registry.models.items()
            if name.startswith("stock.replenish.") and not model._abstract
        )

    @classmethod
    def _user(cls, login, groups, company=None):
        company = company or cls.company
        return new_user(cls.env, login, groups, company)

    @classmethod
    def _rows_of(cls, company):
        """Return a dict of model name -> one row that belongs to the company."""
        env = cls.env
        warehouse = env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        policy = env["stock.replenish.policy"].create(
            {"name": f"Policy of {company.name}", "company_id": company.id}
        )
        orderpoint = env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.product.id,
                "warehouse_id": warehouse.id,
                "location_id": warehouse.lot_stock_id.id,
                "company_id": company.id,
                "policy_id": policy.id,
            }
        )
        owned = {
            "orderpoint_id": orderpoint.id,
            "company_id": company.id,
            "warehouse_id": warehouse.id,
            "product_id": cls.product.id,
        }
        run = env["stock.replenish.run"].create(
            {"kind": "plan", "company_id": company.id, "day": "2024-01-15"}
        )
        change = env["stock.replenish.change"]._propose(
            "assign", {"orderpoint_ids": orderpoint.ids, "policy_id": False}
        )
        dirty = env["stock.replenish.dirty"].create({"orderpoint_id": orderpoint.id})
        exception = env["stock.replenish.exception"].create(
            dict(
                owned,
                kind="master_data",
                code="no_vendor",
                text="No vendor sells the item.",
                fingerprint=f"test:{company.id}",
                run_id=run.id,
            )
        )
        exception._start_episodes("2024-01-15 08:00:00")
        kinds = env["stock.replenish.exception.kind"]._of(company).grouped("kind")
        # Told again and again, and left alone.
        env["stock.replenish.exception.episode"].create(
            [
                dict(
                    owned,
                    exception_id=exception.id,
                    kind="order_error",
                    raised_on=fields.Datetime.now(),
                    ended_on=fields.Datetime.now(),
                    ended="itself",
                )
                for _number in range(5)
            ]
        )
        kpi = env["stock.replenish.kpi"].create(
            {
                "date": "2024-01-14",
                "company_id": company.id,
                "warehouse_id": warehouse.id,
                "currency_id": company.currency_id.id,
                "qty_due": 10,
            }
        )
        baselines = env["stock.replenish.kpi.baseline"]
        baselines._freeze(company, kpi.date, kpi.date)
        return {
            "stock.replenish.month.sent": env["stock.replenish.month.sent"].create(
                {"company_id": company.id, "month": "2024-01"}
            ),
            "stock.replenish.kpi": kpi,
            "stock.replenish.kpi.baseline": baselines.search(
                [("company_id", "=", company.id)]
            ),
            "stock.replenish.kpi.target": env["stock.replenish.kpi.target"].create(
                {"kpi": "fill_rate", "company_id": company.id, "value": 90}
            ),
            "stock.warehouse.orderpoint": orderpoint,
            "stock.replenish.policy": policy,
            "stock.replenish.policy.rule": env["stock.replenish.policy.rule"].create(
                {"company_id": company.id, "policy_id": policy.id}
            ),
            "stock.replenish.suggestion": env["stock.replenish.suggestion"].create(
                dict(
                    owned,
                    policy_id=policy.id,
                    kind="buy",
                    quantity=5,
                    value=50,
                    need_date="2024-01-31",
                    release_date="2024-01-20",
                    due_date="2024-01-20",
                )
            ),
            "stock.replenish.decision": env["stock.replenish.decision"].create(
                dict(
                    owned,
                    policy_id=policy.id,
                    decided_on="2024-01-15",
                    cause="drift",
                    state="to_review",
                    after_safety_stock=2,
                    after_reorder_point=7,
                    after_order_quantity=20,
                )
            ),
            "stock.replenish.change": change,
            "stock.replenish.change.row": change.row_ids,
            "stock.replenish.run": run,
            "stock.replenish.run.part": env["stock.replenish.run.part"].create(
                {"run_id": run.id, "step": "plan"}
            ),
            "stock.replenish.exception": exception,
            "stock.replenish.exception.episode": exception.episode_ids[-1],
            "stock.replenish.exception.kind": kinds["master_data"],
            "stock.replenish.exception.mute": env[
                "stock.replenish.exception.mute"
            ].create(
                {
                    "kind_id": kinds["planning_error"].id,
                    "orderpoint_id": orderpoint.id,
                    "reason": "Known",
                }
            ),
            "stock.replenish.exception.proposal": env[
                "stock.replenish.exception.proposal"
            ].search([("company_id", "=", company.id)]),
            "stock.replenish.dirty": dirty,
            "stock.replenish.job": env["stock.replenish.job"].search(
                [("company_id", "=", company.id)], limit=1
            ),
            **{
                f"stock.replenish.job.{name}": env[
                    f"stock.replenish.job.{name}"
                ].create(
                    {
                        "job": "order",
                        "company_id": company.id,
                        moment: fields.Datetime.now(),
                    }
                )
                for name, moment in (("call", "ended_on"), ("mark", "success_on"))
            },
            "stock.replenish.message": env["stock.replenish.message"].create(
                dict(
                    owned,
                    document_kind="purchase",
                    reference="P00001",
                    kind="earlier",
                    date_current="2024-01-31",
                    date_proposed="2024-01-20",
                    quantity_current=5,
                    quantity_proposed=5,
                    state="open",
                )
            ),
            "stock.replenish.source": env["stock.replenish.source"].create(
                {
                    "warehouse_id": warehouse.id,
                    "source_warehouse_id": env["stock.warehouse"]
                    .create(
                        {
                            "name": f"Depot of {company.name}",
                            "code": f"D{company.id}",
                            "company_id": company.id,
                        }
                    )
                    .id,
                }
            ),
            "stock.warehouse": warehouse,
        }

    def as_user(self, name, model, rows=None):
        """Return the row of a model as one of the people, or as a user."""
        user = self.users[name] if isinstance(name, str) else name
        rows = rows or self.rows
        if self.env[model]._transient:
            return self._dialog(user, model, rows)
        return rows[model].with_user(user)

    def _dialog(self, user, model, rows):
        """Return a dialog of one's own that names these rows, as a call from outside
        could make it."""
        if model.endswith(".line"):
            return self._dialog(user, model.removesuffix(".line"), rows).line_ids
        orderpoints = [Command.set(rows["stock.warehouse.orderpoint"].ids)]
        decision = rows["stock.replenish.decision"]
        exceptions = rows["stock.replenish.exception"]
        values = {
            "stock.replenish.reason": {
                "task": "reject_decisions",
                "reason": "Because",
                "decision_ids": [Command.set(decision.ids)],
            },
            "stock.replenish.class.settings": {
                "company_id": decision.company_id.id,
            },
            "stock.replenish.month": {"company_id": decision.company_id.id},
            "stock.replenish.assign": {"orderpoint_ids": orderpoints},
            "stock.replenish.lock": {"orderpoint_ids": orderpoints, "reason": "Trial"},
            "stock.replenish.snooze": {
                "orderpoint_ids": orderpoints,
                "until": "2099-01-01",
            },
            "stock.replenish.transfer": {
                "exception_id": exceptions.id,
                "line_ids": [
                    Command.create(
                        {"place_id": decision.warehouse_id.id, "quantity": 1}
                    )
                ],
            },
            "stock.replenish.expedite": {
                "exception_ids": [Command.set(exceptions.ids)],
                "line_ids": [Command.create({"purchase_line_id": self.line.id})],
            },
            "stock.replenish.adjust": {
                "exception_ids": [Command.set(exceptions.ids)],
                "line_ids": [
                    Command.create(
                        {
                            "exception_id": exceptions.id,
                            "product_id": decision.product_id.id,
                            "document": f"purchase.order.line,{self.line.id}",
                            "quantity_current": 1,
                        }
                    )
                ],
            },
            "stock.replenish.fix": {
                "exception_id": exceptions.id,
                "partner_id": decision.company_id.partner_id.id,
            },
            "stock.replenish.exception.assign": {
                "exception_ids": [Command.set(exceptions.ids)],
                "user_id": user.id,
            },
            "stock.replenish.exception.snooze": {
                "exception_ids": [Command.set(exceptions.ids)],
                "note": "Trial",
            },
            "stock.replenish.propose.rules": {
                "company_id": decision.company_id.id,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": decision.product_id.id,
                            "warehouse_id": decision.warehouse_id.id,
                            "location_id": decision.warehouse_id.lot_stock_id.id,
                        }
                    )
                ],
            },
        }
        dialog = self.env[model].with_user(user).sudo().create(values.get(model, {}))
        return dialog.with_user(user)

    def calls(self, name, model, method, rows=None):
        """Return (label, call) for a method of a row, and of no row at all."""
        rows = rows or self.rows
        label = f"{getattr(name, 'login', name)}: {model}.{method}"
        arguments = ARGUMENTS.get((model, method), lambda rows: ())(rows)
        code = getattr(type(self.env[model]), method)
        if getattr(code, "_api", None) == "model" or self.env[model]._abstract:
            user = self.users[name] if isinstance(name, str) else name
            service = self.env[model].with_user(user)
            return [(label, partial(getattr(service, method), *arguments))]
        record = self.as_user(name, model, rows)
        return [
            (f"{label} of {len(part)}", partial(getattr(part, method), *arguments))
            for part in (record, record.browse())
        ]

    def public_methods(self):
        """Return (model, method) of every public method this addon defines."""
        found = set()
        for name, model in self.env.registry.models.items():
            for cls in model.mro():
                if getattr(cls, "_module", None) != MODULE:
                    continue
                if cls.__module__.startswith(f"odoo.addons.{MODULE}."):
                    found.update(
                        (name, method)
                        for method, code in vars(cls).items()
                        if inspect.isfunction(code) and not method.startswith("_")
                    )
        return found

    def content(self):
        """Return what the database holds of everything a call might change, as a
        number for each table; asked some thousand times."""
        self.env.flush_all()
        tables = set(WATCHED).union(
            self.env[model]._table for model in self.own_models if self.env[model]._auto
        )
        self.env.cr.execute(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT %s, SUM(hashtextextended(t::text, 0)) FROM %s t",
                    table,
                    SQL.identifier(table),
                )
                for table in sorted(tables)
            )
        )
        return dict(self.env.cr.fetchall())

    def assertRefused(self, call, message, refusal=AccessError):
        """Check that a call is refused and leaves everything as it was.

        Without `assertRaises`, which would undo what the call wrote before it failed.
        """
        before = self.content()
        try:
            result = call()
        except refusal as error:
            self.assertTrue(str(error), message)
            self.assertEqual(self.content(), before, message)
            return str(error)
        self.fail(f"{message}: not refused, returned {result!r}")
