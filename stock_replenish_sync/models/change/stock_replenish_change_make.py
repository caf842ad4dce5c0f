from dataclasses import dataclass

from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..company.res_company import CLASS_SETTINGS

LINE_FIELDS = (
    "sequence",
    "active",
    "company_id",
    "warehouse_id",
    "category_id",
    "abc_class",
    "xyz_class",
    "demand_pattern",
    "policy_id",
)
_NOT_SETTINGS = (
    "id",
    "version",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
)


@dataclass
class Subject:
    """What a change is about, checked.

    `companies` are those whose rows it may touch; `locked` rows are left alone and
    `hidden` ones belong to companies that the user does not work in.
    """

    payload: dict
    companies: models.BaseModel
    name: str
    policy: models.BaseModel
    locked: int = 0
    hidden: int = 0


class StockReplenishChange(models.Model):
    """The kinds of changes: what each checks, makes and puts back.

    `_prepare_<kind>` works with the user's rights, the others without.
    """

    _inherit = "stock.replenish.change"

    def _prepare(self, kind, payload):
        """Return the :class:`Subject` of a change, or raise what is wrong with it."""
        return getattr(self, f"_prepare_{kind}")(payload)

    def _settings(self, kind, payload):
        """Return the settings a change is about to write, as they are now."""
        return getattr(self, f"_settings_{kind}", lambda _payload: {})(payload)

    def _make(self, kind, payload):
        """Make the change.

        :return: dict of what was created, by name; kept for undoing
        """
        created = getattr(self, f"_make_{kind}")(payload) or {}
        # Numbers are rounded on their way to the database: go on with those.
        self.env.invalidate_all()
        return created

    # ------------------------------------------------------------------
    # Settings of a policy
    # ------------------------------------------------------------------

    def _prepare_policy(self, payload):
        policy = self._readable("stock.replenish.policy", [payload["policy_id"]])
        values = {
            name: self._plain(policy._fields[name], value)
            for name, value in payload["values"].items()
            if self._check_setting(policy, name)
        }
        values = {
            name: value
            for name, value in values.items()
            if value != self._plain(policy._fields[name], policy[name])
        }
        companies = policy.company_id or self.env.companies
        words = self._changed_words(policy, values)
        return Subject(
            {"policy_id": policy.id, "values": values},
            companies,
            f"{policy.display_name}: {words}" if words else policy.display_name,
            policy,
            hidden=self._count_rows(
                SQL(
                    "policy_id = %s AND company_id != ALL(%s)", policy.id, companies.ids
                )
            ),
        )

    def _check_setting(self, policy, name):
        """Tell whether a field of a policy may be changed; raise if it is none."""
        field = policy._fields.get(name)
        if not field or not field.store or field.type in ("one2many", "many2many"):
            raise UserError(_("A policy has no setting %s.", name))
        return name not in _NOT_SETTINGS

    def _settings_policy(self, payload):
        policy = self.env["stock.replenish.policy"].browse(payload["policy_id"])
        names = [
            name
            for name, field in policy._fields.items()
            if field.store
            and name not in _NOT_SETTINGS
            and field.type not in ("one2many", "many2many")
        ]
        return {
            "policy": {policy.id: self._values(policy, names)},
            "version": policy.version,
        }

    def _make_policy(self, payload):
        policy = self.env["stock.replenish.policy"].browse(payload["policy_id"])
        policy.write(payload["values"])

    # ------------------------------------------------------------------
    # Another policy for chosen rules
    # ------------------------------------------------------------------

    def _prepare_assign(self, payload):
        rows = self._readable(
            "stock.warehouse.orderpoint", payload["orderpoint_ids"]
        ).sorted("id")
        policy = self.env["stock.replenish.policy"]
        if payload.get("policy_id"):
            policy = self._readable("stock.replenish.policy", [payload["policy_id"]])
            if not policy.active:
                raise UserError(
                    _(
                        "Policy %s is archived. Restore it, or choose another one.",
                        policy.display_name,
                    )
                )
        locked = rows.filtered(
            lambda row: row.policy_locked
            and not (
                row.lock_until
                and row.lock_until < row.company_id.sudo()._replenish_today()
            )
        )
        rows -= locked
        return Subject(
            {"orderpoint_ids": rows.ids, "policy_id": policy.id},
            rows.company_id or self.env.company,
            self._assign_words(rows, policy),
            policy,
            locked=len(locked),
        )

    def _assign_words(self, rows, policy):
        """Return what rules get, as the name of a change."""
        names = {
            "policy": policy.name or _("No policy"),
            "count": len(rows),
            "rule": rows[:1].product_id.display_name,
        }
        if len(rows) == 1:
            return _("%(policy)s for %(rule)s", **names)
        return _("%(policy)s for %(count)s rules", **names)

    def _make_assign(self, payload):
        rows = self.env["stock.warehouse.orderpoint"].browse(payload["orderpoint_ids"])
        policy = self.env["stock.replenish.policy"].browse(payload["policy_id"] or [])
        rows._assign_policy(policy, "manual" if policy else "none")

    # ------------------------------------------------------------------
    # The matrix, as it stands or with other lines
    # ------------------------------------------------------------------

    def _prepare_matrix(self, payload):
        companies = self.env.companies
        if payload.get("company_ids"):
            companies = self._readable("res.company", payload["company_ids"])
            companies &= self.env.companies
        Line = self.env["stock.replenish.policy.rule"]
        changed = {int(key): vals for key, vals in (payload.get("write") or {}).items()}
        lines = self._readable(Line._name, changed) if changed else Line
        created = payload.get("create") or []
        for vals in (*changed.values(), *created):
            for name in set(vals) - set(LINE_FIELDS):
                raise UserError(_("A line of the matrix has no field %s.", name))
        shared = lines.filtered(lambda line: not line.company_id) or [
            vals for vals in created if not vals.get("company_id")
        ]
        hidden = 0
        if shared:
            hidden = self._count_rows(
                SQL(
                    "policy_source != 'manual' AND company_id != ALL(%s)", companies.ids
                )
            )
        return Subject(
            {
                "company_ids": companies.ids,
                # Keys of Json are text.
                "write": {str(key): vals for key, vals in changed.items()},
                "create": created,
            },
            companies,
            _("Matrix with %s changed lines", len(changed) + len(created))
            if changed or created
            else _("Matrix"),
            self.env["stock.replenish.policy"],
            locked=self._count_rows(
                SQL(
                    """policy_locked AND policy_source != 'manual'
                       AND company_id = ANY(%s)""",
                    companies.ids,
                )
            ),
            hidden=hidden,
        )

    def _settings_matrix(self, payload):
        Line = self.env["stock.replenish.policy.rule"]
        return {
            "lines": {
                key: self._values(Line.browse(int(key)), LINE_FIELDS)
                for key in payload["write"]
            }
        }

    def _make_matrix(self, payload):
        Line = self.env["stock.replenish.policy.rule"]
        for key, values in payload["write"].items():
            Line.browse(int(key)).write(values)
        created = Line.create(payload["create"])
        self.env.flush_all()
        for company in self.env["res.company"].browse(payload["company_ids"]):
            Line._assign(company)
        return {"lines": created.ids}

    # ------------------------------------------------------------------
    # How items are classified
    # ------------------------------------------------------------------

    def _prepare_classes(self, payload):
        company = self._readable("res.company", [payload["company_id"]])
        if company not in self.env.companies:
            raise UserError(
                _("Select company %s first, at the top right.", company.display_name)
            )
        values = payload["values"]
        for name in set(values) - set(CLASS_SETTINGS):
            raise UserError(_("%s is not a class setting.", name))
        values = {
            name: value for name, value in values.items() if value != company[name]
        }
        words = self._changed_words(company, values)
        return Subject(
            {"company_id": company.id, "values": values},
            company,
            _("Classes: %s", words) if words else _("Classes made anew"),
            self.env["stock.replenish.policy"],
        )

    def _settings_classes(self, payload):
        company = self.env["res.company"].browse(payload["company_id"])
        names = (*CLASS_SETTINGS, "replenish_classified_on")
        return {"company": {company.id: self._values(company, names)}}

    def _make_classes(self, payload):
        company = self.env["res.company"].browse(payload["company_id"])
        company.write(payload["values"])
        # Who changes what A means wants to see the effect, not to wait for periods.
        self.env["stock.replenish.classification"]._classify(company, afresh=True)
        self.env["stock.replenish.policy.rule"]._assign(company)

    # ------------------------------------------------------------------
    # A set of policies for warehouses
    # ------------------------------------------------------------------

    def _prepare_adopt(self, payload):
        warehouses = self._readable("stock.warehouse", payload["warehouse_ids"])
        company = warehouses.company_id
        if len(company) != 1:
            raise UserError(_("Choose warehouses of one company."))
        known = [row["policy_id"] for row in payload["policies"] if "policy_id" in row]
        if known:
            self._readable("stock.replenish.policy", known)
        return Subject(
            dict(payload, company_id=company.id, warehouse_ids=warehouses.ids),
            company,
            _(
                "%(count)s policies for %(warehouses)s",
                count=len(payload["policies"]),
                warehouses=", ".join(warehouses.mapped("display_name")),
            ),
            self.env["stock.replenish.policy"],
            locked=self._count_rows(
                SQL(
                    """policy_locked AND policy_source != 'manual'
                       AND warehouse_id = ANY(%s)""",
                    warehouses.ids,
                )
            ),
        )

    def _make_adopt(self, payload):
        company = self.env["res.company"].browse(payload["company_id"])
        warehouses = self.env["stock.warehouse"].browse(payload["warehouse_ids"])
        Policy = self.env["stock.replenish.policy"]
        policies, created = {}, Policy
        for row in payload["policies"]:
            if "policy_id" in row:
                policies[row["key"]] = row["policy_id"]
                continue
            policy = Policy.create({"company_id": company.id, **row["values"]})
            policies[row["key"]] = policy.id
            created += policy
        lines = self.env["stock.replenish.policy.rule"].create(
            [
                {
                    **line.get("values", {}),
                    "company_id": company.id,
                    "warehouse_id": warehouse.id,
                    "policy_id": policies[line["policy"]],
                }
                for warehouse in warehouses
                for line in payload["lines"]
            ]
        )
        self.env.flush_all()
        # Lines by class fit nothing before there are classes.
        if self._count_rows(
            SQL("abc_class IS NULL AND warehouse_id = ANY(%s)", warehouses.ids)
        ):
            self.env["stock.replenish.classification"]._classify(company)
        self.env["stock.replenish.policy.rule"]._assign(company, warehouses)
        return {"lines": lines.ids, "policies": created.ids}

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _readable(self, model, ids):
        """Return records that exist and that the user may see."""
        records = self.env[model].browse([int(key) for key in ids]).exists()
        if not records:
            raise UserError(
                _("What you want to change is not there any more. Refresh the list.")
            )
        records.check_access_rights("read")
        records.check_access_rule("read")
        return records

    def _count_rows(self, condition):
        """Return how many active reordering rules fit, of whatever company."""
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT COUNT(*) FROM stock_warehouse_orderpoint WHERE active AND %s",
                condition,
            )
        )
        return self.env.cr.fetchone()[0]

    def _values(self, record, names):
        """Return values of a record as Json can hold them and `write` takes them."""
        # What was written just now is in the cache as it was before rounding.
        record.invalidate_recordset(names)
        return {name: self._plain(record._fields[name], record[name]) for name in names}

    def _plain(self, field, value):
        if field.type == "many2one":
            if isinstance(value, models.BaseModel):
                return value.id
            # Views send a many2one with its name.
            return value[0] if isinstance(value, list | tuple) else value
        if field.type in ("date", "datetime"):
            return field.to_string(value) if value else False
        return value
