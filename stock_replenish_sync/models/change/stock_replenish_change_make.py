from dataclasses import dataclass

from odoo import _, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..company.res_company import CLASS_SETTINGS
from ..policy.stock_replenish_policy_rule import LINE_FIELDS


@dataclass
class Subject:
    """What a change is about, checked.

    `companies` are those whose rows it may touch; `locked` rows are left alone and
    `hidden` ones belong to companies that the user does not work in. `named` are
    companies whose settings it changes, with or without rows.
    """

    payload: dict
    companies: models.BaseModel
    name: str
    policy: models.BaseModel
    locked: int = 0
    hidden: int = 0
    named: models.BaseModel | None = None


class StockReplenishChange(models.Model):
    """The kinds of changes: what each checks, makes and puts back.

    `_prepare_<kind>` works with the user's rights, the others without.
    """

    _inherit = "stock.replenish.change"

    def _prepare(self, kind, payload):
        """Return the :class:`Subject` of a change, or raise what is wrong with it."""
        self._check_shape(isinstance(payload, dict))
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
        policy = self._readable("stock.replenish.policy", [payload.get("policy_id")])
        values = {
            name: value
            for name, value in self._clean_policy(payload.get("values")).items()
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

    def _settings_policy(self, payload):
        policy = self.env["stock.replenish.policy"].browse(payload["policy_id"])
        if not policy.exists():
            return {}
        return {
            "policy": {policy.id: self._values(policy, self._setting_names())},
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
            "stock.warehouse.orderpoint", payload.get("orderpoint_ids")
        ).sorted("id")
        policy = self.env["stock.replenish.policy"]
        if payload.get("policy_id"):
            policy = self._living_policy(payload["policy_id"])
        locked = self._locked(rows)
        rows -= locked
        return Subject(
            {"orderpoint_ids": rows.ids, "policy_id": policy.id},
            rows.company_id or self.env.company,
            self._assign_words(rows, policy),
            policy,
            locked=len(locked),
        )

    def _locked(self, rows):
        """Return the rules whose lock has not run out."""
        return rows.filtered(
            lambda row: row.policy_locked
            and not (
                row.lock_until
                and row.lock_until < row.company_id.sudo()._replenish_today()
            )
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
        changed, created = payload.get("write") or {}, payload.get("create") or []
        self._check_shape(
            isinstance(changed, dict) and isinstance(created, list | tuple)
        )
        lines, written = Line, {}
        for key, vals in changed.items():
            line = self._readable(Line._name, [key])
            written[line.id] = self._clean_line(vals)
            lines += line
        changed = written
        created = [self._clean_line(vals, ["policy_id"]) for vals in created]
        named = self._companies_of_lines(lines, (*changed.values(), *created))
        shared = lines.filtered(
            lambda line: not changed[line.id].get("company_id", line.company_id)
        ) or [
            vals
            for vals in created
            if not vals.get("company_id") and not vals.get("warehouse_id")
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
            named=named,
        )

    def _companies_of_lines(self, lines, values):
        """Return the companies whose lines are changed, or whose they become."""
        ids = {vals["company_id"] for vals in values if vals.get("company_id")}
        warehouses = self.env["stock.warehouse"].browse(
            {vals["warehouse_id"] for vals in values if vals.get("warehouse_id")}
        )
        named = self.env["res.company"].browse(ids)
        return named | lines.company_id | warehouses.company_id

    def _settings_matrix(self, payload):
        Line = self.env["stock.replenish.policy.rule"]
        return {
            "lines": {
                key: self._values(Line.browse(int(key)), LINE_FIELDS)
                for key in payload["write"]
                if Line.browse(int(key)).exists()
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
        company = self._readable("res.company", [payload.get("company_id")])
        self._check_selected(company)
        values = {
            name: value
            for name, value in self._clean_classes(payload.get("values")).items()
            if value != company[name]
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
        warehouses = self._readable("stock.warehouse", payload.get("warehouse_ids"))
        company = warehouses.company_id
        if len(company) != 1:
            raise UserError(_("Choose warehouses of one company."))
        self._check_selected(company)
        policies = self._clean_set(payload.get("policies"))
        return Subject(
            {
                "company_id": company.id,
                "warehouse_ids": warehouses.ids,
                "policies": policies,
                "lines": self._clean_set_lines(
                    payload.get("lines"), {row["key"] for row in policies}
                ),
            },
            company,
            _(
                "%(count)s policies for %(warehouses)s",
                count=len(policies),
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

    def _clean_set(self, policies):
        """Return policies by key: those there are by id, new ones by values."""
        self._check_shape(isinstance(policies, list | tuple))
        cleaned = []
        for row in policies:
            self._check_shape(isinstance(row, dict) and isinstance(row.get("key"), str))
            what = (
                {"policy_id": self._living_policy(row["policy_id"]).id}
                if "policy_id" in row
                else {"values": self._clean_policy(row.get("values"), create=True)}
            )
            cleaned.append({"key": row["key"], **what})
        return cleaned

    def _clean_set_lines(self, lines, keys):
        """Return the lines of the matrix that give these policies to items."""
        self._check_shape(isinstance(lines, list | tuple))
        cleaned = []
        for line in lines:
            self._check_shape(
                isinstance(line, dict)
                and isinstance(line.get("policy"), str)
                and line["policy"] in keys
            )
            values = self._clean_line(line.get("values") or {})
            cleaned.append({"policy": line["policy"], "values": values})
        return cleaned

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
