from math import isfinite

from odoo import _, models
from odoo.exceptions import UserError

from ..company.res_company import CLASS_SETTINGS
from ..policy.stock_replenish_policy_rule import LINE_FIELDS

LARGEST_INTEGER = 2**31 - 1
_NOT_SETTINGS = (
    "id",
    "version",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
)


class StockReplenishChange(models.Model):
    """What callers hand in, checked before anything is made of it.

    A change is made without the user's rights, so nothing may get into its payload
    but plain values of the fields named here, of records that the user may see.
    """

    _inherit = "stock.replenish.change"

    # ------------------------------------------------------------------
    # Values
    # ------------------------------------------------------------------

    def _setting_names(self):
        """Return the fields of a policy that a change may set."""
        return [
            name
            for name, field in self.env["stock.replenish.policy"]._fields.items()
            if field.store
            and name not in _NOT_SETTINGS
            and field.type not in ("one2many", "many2many")
        ]

    def _clean_policy(self, values, create=False):
        """Return settings of a policy as `write` takes them, or raise."""
        self._check_shape(isinstance(values, dict))
        known = self._setting_names()
        values = {
            name: value for name, value in values.items() if name not in _NOT_SETTINGS
        }
        for name in values:
            if name not in known:
                raise UserError(_("A policy has no setting %s.", name))
        Policy = self.env["stock.replenish.policy"]
        return self._clean(Policy, values, ("name",) if create else ())

    def _clean_line(self, values, required=()):
        """Return values of a line of the matrix, or raise."""
        self._check_shape(isinstance(values, dict))
        for name in values:
            if name not in LINE_FIELDS:
                raise UserError(_("A line of the matrix has no field %s.", name))
        Line = self.env["stock.replenish.policy.rule"]
        return self._clean(Line, values, required)

    def _clean_classes(self, values):
        """Return settings of the classes, or raise."""
        self._check_shape(isinstance(values, dict))
        for name in values:
            if name not in CLASS_SETTINGS:
                raise UserError(_("%s is not a class setting.", name))
        return self._clean(self.env["res.company"], values)

    def _clean(self, model, values, required=()):
        """Return values of known fields as `write` takes them.

        :param required: fields that must be among them
        :raise UserError: for what such a field cannot hold
        """
        for name in required:
            values = {name: False, **values}
        return {
            name: self._clean_value(model._fields[name], value)
            for name, value in values.items()
        }

    def _clean_value(self, field, value):
        """Return a value of a field; raise if the field cannot hold it."""
        value = self._plain(field, value)
        empty = value is None or value is False
        if field.type == "many2one" and not empty:
            record = self._readable(field.comodel_name, [value])
            if record._name == "res.company":
                self._check_selected(record)
            return record.id
        fits = {
            "boolean": lambda: isinstance(value, bool),
            "char": lambda: isinstance(value, str) and value.strip(),
            "text": lambda: isinstance(value, str),
            "selection": lambda: value in field.get_values(self.env),
            "integer": lambda: _is_number(value)
            and value == int(value)
            and abs(value) <= LARGEST_INTEGER,
            "float": lambda: _is_number(value),
            "monetary": lambda: _is_number(value),
        }.get(field.type, bool)
        words = field.type in ("char", "selection", "many2one")
        # An empty number is a 0, which the constraints judge.
        if not (not (field.required and words) if empty else fits()):
            raise UserError(
                _(
                    "“%(value)s” is no valid value for %(field)s. Correct it, then "
                    "try again.",
                    value="" if empty else value,
                    field=field._description_string(self.env),
                )
            )
        return value

    def _plain(self, field, value):
        """Return a value as Json can hold it."""
        if field.type == "many2one":
            if isinstance(value, models.BaseModel):
                return value.id
            # Views send a many2one with its name.
            return value[0] if isinstance(value, list | tuple) and value else value
        if field.type in ("date", "datetime"):
            return field.to_string(value) if value else False
        return value

    # ------------------------------------------------------------------
    # Records
    # ------------------------------------------------------------------

    def _readable(self, model, ids):
        """Return records that exist and that the user may see."""
        self._check_shape(isinstance(ids, list | tuple | dict))
        keys = [_as_id(key) for key in ids]
        records = self.env[model].browse([key for key in keys if key]).exists()
        if not records:
            raise UserError(
                _("What you want to change is not there any more. Refresh the list.")
            )
        records.check_access_rights("read")
        records.check_access_rule("read")
        return records

    def _living_policy(self, policy_id):
        """Return a policy that rules may be given, or raise."""
        policy = self._readable("stock.replenish.policy", [policy_id])
        if not policy.active:
            raise UserError(
                _(
                    "Policy %s is archived. Restore it, or choose another one.",
                    policy.display_name,
                )
            )
        return policy

    def _check_selected(self, company):
        """Raise unless the user works in a company just now."""
        if company not in self.env.companies:
            raise UserError(
                _("Select company %s first, at the top right.", company.display_name)
            )

    def _check_shape(self, fits):
        """Raise if what came in is not made as the entry points say."""
        if not fits:
            raise UserError(
                _("This change cannot be read. Refresh the screen, then try again.")
            )


def _is_number(value):
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < 1e300
        and isfinite(value)
    )


def _as_id(key):
    """Return an id, also from the text that keys of Json are; 0 if it is none."""
    if isinstance(key, str) and key.isdecimal() and len(key) < 11:
        key = int(key)
    if not isinstance(key, int) or isinstance(key, bool):
        return 0
    return key if 0 < key <= LARGEST_INTEGER else 0
