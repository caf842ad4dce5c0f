"""One user per role; login and password are the same."""

from odoo import Command

PLANNER = "stock_replenish_sync.group_replenish_planner"

#: login → (name, companies or None for all, groups)
USERS = {
    "demo_planner": (
        "Paula Planner",
        None,
        (PLANNER, "purchase.group_purchase_user"),
    ),
    "demo_buyer": (
        "Bruno Buyer",
        None,
        (PLANNER, "purchase.group_purchase_user"),
    ),
    "demo_warehouse": (
        "Wanda Warehouse",
        None,
        (
            "stock_replenish_sync.group_replenish_viewer",
            "stock.group_stock_manager",
            "mrp.group_mrp_user",
        ),
    ),
    "demo_head": (
        "Helen Head of Purchasing",
        None,
        (
            "stock_replenish_sync.group_replenish_manager",
            "purchase.group_purchase_manager",
        ),
    ),
    "demo_branch": (
        "Ben Branch",
        ("americas",),
        (PLANNER, "purchase.group_purchase_user"),
    ),
    "demo_viewer": (
        "Vera Viewer",
        ("group", "lakeside"),
        ("stock_replenish_sync.group_replenish_viewer",),
    ),
}

#: Settings every user of the demo needs to see its units, places, lots and currencies.
SHOWN = (
    "uom.group_uom",
    "stock.group_stock_multi_locations",
    "stock.group_stock_multi_warehouses",
    "stock.group_adv_location",
    "stock.group_production_lot",
    "base.group_multi_currency",
)


def create_users(world):
    """Create the users; a login that is taken already is left alone and used."""
    env = world.env
    Users = env["res.users"].with_context(
        no_reset_password=True, mail_create_nosubscribe=True
    )
    values = []
    for login, (name, keys, groups) in USERS.items():
        companies = [world.companies[key] for key in keys or world.companies]
        user = Users.with_context(active_test=False).search(
            [("login", "=", login)], limit=1
        )
        if not user:
            wanted = ["base.group_user", *groups]
            found = [env.ref(xmlid, raise_if_not_found=False) for xmlid in wanted]
            values.append(
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@example.com",
                    "company_id": companies[0].id,
                    "company_ids": [Command.set([company.id for company in companies])],
                    "groups_id": [Command.set([group.id for group in found if group])],
                }
            )
        world.users[login] = user
    for user in Users.create(values):
        world.users[user.login] = user
    employees = env.ref("base.group_user")
    shown = [env.ref(xmlid, raise_if_not_found=False) for xmlid in SHOWN]
    missing = [group for group in shown if group and group not in employees.implied_ids]
    if missing:
        employees.write({"implied_ids": [Command.link(group.id) for group in missing]})
