"""Who may do what: methods check it, not only buttons."""

from odoo import _
from odoo.exceptions import AccessError

_GROUPS = {
    role: f"stock_replenish_sync.group_replenish_{role}"
    for role in ("viewer", "planner", "manager")
}


def may(env, role):
    """Tell whether the user has a role ('viewer', 'planner' or 'manager')."""
    return env.su or env.user.has_group(_GROUPS[role])


def require(env, role, doing):
    """Raise unless the user has a role.

    :param str role: 'viewer', 'planner' or 'manager'
    :param str doing: translated words for what was tried, such as "ordering"
    :raise AccessError: says which role it needs and who can give it
    """
    if may(env, role):
        return
    group = env.ref(_GROUPS[role]).sudo()
    raise AccessError(
        _(
            "%(doing)s needs the role %(role)s in Replenishment Planning. Ask your "
            "administrator for it.",
            doing=doing[:1].upper() + doing[1:],
            role=group.name,
        )
    )


def checked(records, role, doing):
    """Return records as superuser once the user may do this to every one of them.

    Rights of the plan's own models end at reading: whoever changes them comes through
    a method, which asks for the role and for the records' companies here. The user
    stays the one who did it.

    :param records: recordset, maybe empty
    :param str role: 'viewer', 'planner' or 'manager'
    :param str doing: translated words for what was tried, such as "ordering"
    :raise AccessError: without the role, or for records of another company
    """
    require(records.env, role, doing)
    records.check_access_rights("read")
    records.check_access_rule("read")
    return records.sudo()


def may_change(record):
    """Tell whether the user of a record may change it by core's own rights."""
    return record.check_access_rights("write", raise_exception=False) and bool(
        record._filter_access_rules("write")
    )
