"""Who may do what: the table that the access tests check, user by user.

Every model of the addon and every public method has a line here; one without a line
fails the tests.
"""

#: login part → groups of the people who try everything
USERS = {
    "employee": "base.group_user",
    "buyer": "purchase.group_purchase_user",
    "stock_user": "stock.group_stock_user",
    "maker": "mrp.group_mrp_user",
    "stock_manager": "stock.group_stock_manager",
    "viewer": "stock_replenish_sync.group_replenish_viewer",
    "planner": "stock_replenish_sync.group_replenish_planner",
    "manager": "stock_replenish_sync.group_replenish_manager",
}
#: role → people who have it
ROLES = {
    "viewer": {"viewer", "planner", "manager"},
    "planner": {"planner", "manager"},
    "manager": {"manager"},
}
NOBODY = frozenset()
#: People whose core screens show the policy of a rule, the suggestion of a line.
CORE_SCREENS = {"buyer", "stock_user", "maker", "stock_manager"}

#: model → (who reads, who writes, who creates, who deletes)
RIGHTS = {
    "stock.replenish.policy": (
        CORE_SCREENS | ROLES["viewer"],
        ROLES["manager"],
        ROLES["manager"],
        ROLES["manager"],
    ),
    "stock.replenish.policy.rule": (
        ROLES["viewer"],
        ROLES["manager"],
        ROLES["manager"],
        ROLES["manager"],
    ),
    "stock.replenish.suggestion": (
        CORE_SCREENS | ROLES["viewer"],
        NOBODY,
        NOBODY,
        NOBODY,
    ),
    "stock.replenish.decision": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    # Owner, chatter and activities; a guard keeps the rest.
    "stock.replenish.exception": (
        ROLES["viewer"],
        ROLES["planner"],
        NOBODY,
        NOBODY,
    ),
    # A dialog: rows of one's own, that go by themselves.
    "stock.replenish.reason": (
        ROLES["planner"],
        ROLES["planner"],
        ROLES["planner"],
        NOBODY,
    ),
    # Written by its methods, which ask for the role that the kind of change needs.
    "stock.replenish.change": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.change.row": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.run": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.dirty": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.warehouse.orderpoint": (
        CORE_SCREENS | ROLES["viewer"],
        ROLES["planner"] | {"stock_manager"},
        {"stock_manager"},
        {"stock_manager"},
    ),
}

#: (model, public method) → who may call it
METHODS = {
    # Of what planners may do: another policy for rules.
    ("stock.replenish.change", "action_apply"): ROLES["planner"],
    ("stock.replenish.change", "action_apply_review"): ROLES["planner"],
    ("stock.replenish.change", "action_discard"): ROLES["planner"],
    ("stock.replenish.change", "action_undo"): ROLES["planner"],
    ("stock.replenish.change", "action_view_rows"): ROLES["viewer"],
    ("stock.replenish.change", "preview_adopt"): ROLES["manager"],
    ("stock.replenish.change", "preview_assign"): ROLES["planner"],
    ("stock.replenish.change", "preview_classes"): ROLES["manager"],
    ("stock.replenish.change", "preview_matrix"): ROLES["manager"],
    ("stock.replenish.change", "preview_policy_values"): ROLES["manager"],
    ("stock.replenish.decision", "action_accept"): ROLES["planner"],
    ("stock.replenish.decision", "action_reject"): ROLES["planner"],
    ("stock.replenish.decision", "action_review_shown"): ROLES["planner"],
    ("stock.replenish.decision", "action_replay"): ROLES["viewer"],
    ("stock.replenish.exception", "action_acknowledge"): ROLES["planner"],
    ("stock.replenish.exception", "action_open_orderpoint"): ROLES["viewer"],
    ("stock.replenish.exception", "action_resolve"): ROLES["planner"],
    ("stock.replenish.exception", "action_review_shown"): ROLES["planner"],
    ("stock.replenish.policy", "action_plan"): ROLES["planner"],
    ("stock.replenish.policy", "action_view_orderpoints"): ROLES["viewer"],
    ("stock.replenish.policy.rule", "action_assign"): ROLES["manager"],
    ("stock.replenish.reason", "action_accept"): ROLES["planner"],
    ("stock.replenish.reason", "action_close"): ROLES["planner"],
    ("stock.replenish.reason", "action_reject"): ROLES["planner"],
    ("stock.replenish.run", "action_view_decisions"): ROLES["viewer"],
    ("stock.replenish.run", "action_view_exceptions"): ROLES["viewer"],
    ("stock.replenish.suggestion", "action_approve"): ROLES["manager"],
    ("stock.replenish.suggestion", "action_order"): ROLES["planner"],
    ("stock.replenish.suggestion", "action_reject"): ROLES["planner"],
    ("stock.replenish.suggestion", "action_review_shown"): ROLES["planner"],
    ("stock.replenish.suggestion", "action_view_documents"): ROLES["viewer"],
    # Buyers ask from the line they buy.
    ("stock.replenish.why", "explain"): ROLES["viewer"] | {"buyer"},
    ("stock.replenish.why", "open_demand"): ROLES["viewer"] | {"buyer"},
    ("stock.replenish.why", "replay"): ROLES["viewer"] | {"buyer"},
    ("stock.warehouse.orderpoint", "action_plan"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_replenish"): (
        ROLES["planner"] | {"stock_manager"}
    ),
    ("stock.warehouse.orderpoint", "action_replenish_auto"): (
        ROLES["planner"] | {"stock_manager"}
    ),
}

#: method of a model without rows → model whose row it is asked about, by name and id
ASKED_ABOUT = {
    ("stock.replenish.why", method): "stock.warehouse.orderpoint"
    for method in ("explain", "open_demand", "replay")
}

#: method that takes arguments → these, from a dict of rows by model
ARGUMENTS = {
    ("stock.replenish.change", "preview_adopt"): lambda rows: (
        rows["stock.warehouse.orderpoint"].warehouse_id.ids,
        [{"key": "a", "policy_id": rows["stock.replenish.policy"].id}],
        [{"policy": "a"}],
    ),
    ("stock.replenish.change", "preview_assign"): lambda rows: (
        rows["stock.warehouse.orderpoint"].ids,
        rows["stock.replenish.policy"].id,
    ),
    ("stock.replenish.change", "preview_classes"): lambda rows: (
        rows["stock.warehouse.orderpoint"].company_id.id,
        {"replenish_abc_a_share": 0.5},
    ),
    ("stock.replenish.change", "preview_matrix"): lambda rows: (
        rows["stock.warehouse.orderpoint"].company_id.ids,
    ),
    ("stock.replenish.change", "preview_policy_values"): lambda rows: (
        rows["stock.replenish.policy"].id,
        {"service_level": 0.9},
    ),
}

#: Methods of core that the addon extends: core's rights and the guards decide.
CORE_METHODS = {
    "button_cancel",
    "create",
    "fields_get",
    # Odoo refuses calls of it from outside.
    "init",
    "unlink",
    "write",
}
