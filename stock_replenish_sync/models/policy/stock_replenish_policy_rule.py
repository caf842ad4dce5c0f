import numpy as np

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...planning import matrix
from ...tools import notification, roles

ABC_CLASSES = [("A", "A"), ("B", "B"), ("C", "C")]
XYZ_CLASSES = [("X", "X"), ("Y", "Y"), ("Z", "Z")]
DEMAND_PATTERNS = [
    ("none", "None"),
    ("smooth", "Smooth"),
    ("erratic", "Erratic"),
    ("intermittent", "Intermittent"),
    ("lumpy", "Lumpy"),
]
#: Who chose the policy of a rule.
SOURCES = ("none", "matrix", "manual")
#: What a line of the matrix asks of a rule; left empty, it fits everything.
CONDITION_FIELDS = (
    "company_id",
    "warehouse_id",
    "category_id",
    "abc_class",
    "xyz_class",
    "demand_pattern",
)
#: Everything a person sets on a line.
LINE_FIELDS = ("sequence", "active", *CONDITION_FIELDS, "policy_id")


class StockReplenishPolicyRule(models.Model):
    """A line of the matrix. What is left empty fits everything."""

    _name = "stock.replenish.policy.rule"
    _description = "Replenishment Policy Matrix"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=lambda self: self._default_sequence())
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        # Emptied, these would fit everything: a line goes with what it is about.
        ondelete="cascade",
        help="Empty: all companies.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        check_company=True,
        ondelete="cascade",
        help="Empty: any warehouse.",
    )
    category_id = fields.Many2one(
        "product.category",
        ondelete="cascade",
        help="This category and those below it. Empty: any.",
    )
    abc_class = fields.Selection(ABC_CLASSES, string="ABC", help="Empty: any class.")
    xyz_class = fields.Selection(XYZ_CLASSES, string="XYZ", help="Empty: any class.")
    demand_pattern = fields.Selection(DEMAND_PATTERNS, help="Empty: any pattern.")
    policy_id = fields.Many2one(
        "stock.replenish.policy", required=True, check_company=True, ondelete="restrict"
    )

    @api.depends("warehouse_id")
    def _compute_company_id(self):
        for rule in self:
            # A warehouse is of one company: nobody should have to type both.
            rule.company_id = rule.warehouse_id.company_id or rule.company_id

    @api.depends("policy_id")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule.policy_id.display_name

    def _default_sequence(self):
        """Put a new line last, where it takes nothing from the lines there are."""
        last = self.with_context(active_test=False).search(
            [], order="sequence desc", limit=1
        )
        return last.sequence + 10

    @api.constrains("company_id", "policy_id", "warehouse_id")
    def _check_companies(self):
        for rule in self:
            owner = rule.policy_id.company_id
            reach = rule.company_id or rule.warehouse_id.company_id
            if owner and owner != reach:
                raise ValidationError(
                    _(
                        "Policy %(policy)s belongs to %(company)s. Set that company on "
                        "this line, or share the policy.",
                        policy=rule.policy_id.display_name,
                        company=owner.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_own_company(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_own_company(vals))

    def _with_own_company(self, vals):
        """Leave an empty company to the warehouse, such as an empty cell of a sheet."""
        if vals.get("warehouse_id") and not vals.get("company_id", True):
            vals = {name: vals[name] for name in vals if name != "company_id"}
        return vals

    @api.model
    def _assign(self, company, warehouses=None, planned=frozenset()):
        """Give every orderpoint of a company the policy of its first fitting line.

        Policies set by hand, and locks that have not run out, stay.

        :param warehouses: leave rows of others alone
        :param planned: ids of rows that are planned next anyway, and not queued for it
        :return: the number of orderpoints whose policy changed
        """
        service = self.env["stock.replenish.matrix"]
        rules = self.search([("company_id", "in", (False, company.id))])
        rows, facts = service._facts(self._open_to_matrix(company, warehouses))
        policies = np.array([*rules.policy_id.ids, 0], np.int64)
        places = {policy: place for place, policy in enumerate(policies.tolist())}
        given = [places[rule.policy_id.id] for rule in rules]
        # -1, no line that fits, finds the place of no policy at the end.
        chosen = np.array([*given, len(policies) - 1])[
            matrix.first_fit(service._lines(rules), facts)
        ]
        # Index 1 or 0 of SOURCES.
        source = (policies[chosen] > 0).astype(int)
        moved = (policies[chosen] != rows["policy"]) | (source != rows["source"])
        changed = 0
        for place in np.unique(chosen[moved]):
            ids = rows["id"][moved & (chosen == place)].tolist()
            policy = rules.policy_id.browse(int(policies[place]) or [])
            changed += (
                self.env["stock.warehouse.orderpoint"]
                .browse(ids)
                ._assign_policy(policy, SOURCES[bool(policy)], planned)
            )
        return changed

    def _open_to_matrix(self, company, warehouses=None):
        """Return SQL that tells whether the matrix decides on an orderpoint `o`."""
        return SQL(
            """o.company_id = %s AND o.active AND o.policy_source != 'manual'
               AND (o.policy_locked IS NOT TRUE OR o.lock_until < %s)
               AND (%s OR o.warehouse_id = ANY(%s))""",
            company.id,
            company._replenish_today(),
            warehouses is None,
            warehouses.ids if warehouses is not None else [],
        )

    def action_assign(self):
        """Apply the matrix now in the companies the user works in."""
        rows = roles.checked(self, "manager", _("applying the matrix"))
        changed = sum(rows._assign(company) for company in self.env.companies)
        return notification(
            _("1 reordering rule follows another policy now.")
            if changed == 1
            else _("%s reordering rules follow another policy now.", changed)
        )
