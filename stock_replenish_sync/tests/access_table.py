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
    "stock.replenish.exception.kind": (
        ROLES["viewer"],
        ROLES["manager"],
        NOBODY,
        NOBODY,
    ),
    "stock.replenish.exception.episode": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.kpi": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.kpi.baseline": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.month": (*[ROLES["viewer"]] * 3, NOBODY),
    "stock.replenish.month.sent": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.kpi.target": (ROLES["viewer"], *[ROLES["manager"]] * 3),
    "stock.replenish.exception.mute": (ROLES["viewer"], *[ROLES["manager"]] * 3),
    "stock.replenish.exception.proposal": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    # Written by its methods, which ask for the role that the kind of change needs.
    "stock.replenish.change": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.change.row": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    # Dialogs: rows of one's own, that go by themselves.
    "stock.replenish.class.settings": (*[ROLES["manager"]] * 3, NOBODY),
    "stock.replenish.assign": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.lock": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.snooze": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.transfer": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.transfer.line": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.expedite": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.expedite.line": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.adjust": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.adjust.line": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.fix": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.exception.assign": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.exception.snooze": (*[ROLES["planner"]] * 3, NOBODY),
    "stock.replenish.propose.rules": (*[ROLES["manager"]] * 3, NOBODY),
    "stock.replenish.propose.rules.line": (*[ROLES["manager"]] * 3, NOBODY),
    "stock.replenish.reason": (
        ROLES["planner"],
        ROLES["planner"],
        ROLES["planner"],
        NOBODY,
    ),
    "stock.replenish.run": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.job": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.job.call": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.job.mark": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.source": (ROLES["viewer"], *[ROLES["manager"]] * 3),
    "stock.replenish.run.part": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
    "stock.replenish.message": (ROLES["viewer"], NOBODY, NOBODY, NOBODY),
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
    # Of a change that planners may make: another policy for rules.
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
    # Of a purchase line buyers may as well; see test_why_access.py.
    ("stock.replenish.why", "open_demand"): ROLES["viewer"],
    ("stock.replenish.why", "replay"): ROLES["viewer"],
    ("stock.replenish.class.settings", "action_preview"): ROLES["manager"],
    ("stock.replenish.decision", "action_accept"): ROLES["planner"],
    ("stock.replenish.decision", "action_reject"): ROLES["planner"],
    ("stock.replenish.decision", "action_review_shown"): ROLES["planner"],
    ("stock.replenish.decision", "action_replay"): ROLES["viewer"],
    ("stock.replenish.exception", "action_acknowledge"): ROLES["planner"],
    ("stock.replenish.exception", "action_mute"): ROLES["manager"],
    ("stock.replenish.exception", "action_open_orderpoint"): ROLES["viewer"],
    ("stock.replenish.exception", "action_resolve"): ROLES["planner"],
    ("stock.replenish.exception", "action_review_shown"): ROLES["planner"],
    ("stock.replenish.exception", "replenish_exception_state"): ROLES["viewer"],
    ("stock.replenish.exception.kind", "action_keep"): ROLES["manager"],
    ("stock.replenish.exception.kind", "action_switch_off"): ROLES["manager"],
    ("stock.replenish.exception.proposal", "action_keep"): ROLES["manager"],
    ("stock.replenish.exception.proposal", "action_mute"): ROLES["manager"],
    ("stock.replenish.exception", "action_order"): ROLES["planner"],
    ("stock.replenish.exception", "action_transfer"): ROLES["planner"],
    ("stock.replenish.exception", "action_expedite"): ROLES["planner"],
    ("stock.replenish.exception", "action_postpone"): ROLES["planner"],
    ("stock.replenish.exception", "action_reduce"): ROLES["planner"],
    ("stock.replenish.exception", "action_cancel"): ROLES["planner"],
    ("stock.replenish.exception", "action_fix"): ROLES["planner"],
    ("stock.replenish.exception", "action_assign"): ROLES["planner"],
    ("stock.replenish.exception", "action_snooze"): ROLES["planner"],
    ("stock.replenish.exception", "action_suggested"): ROLES["planner"],
    ("stock.replenish.exception", "action_why"): ROLES["viewer"],
    ("stock.replenish.exception", "action_document"): ROLES["viewer"],
    ("stock.replenish.transfer", "action_apply"): ROLES["planner"],
    ("stock.replenish.expedite", "action_send"): ROLES["planner"],
    ("stock.replenish.expedite", "action_answer"): ROLES["planner"],
    ("stock.replenish.adjust", "action_apply"): ROLES["planner"],
    ("stock.replenish.fix", "action_apply"): ROLES["planner"],
    ("stock.replenish.exception.assign", "action_apply"): ROLES["planner"],
    ("stock.replenish.exception.snooze", "action_apply"): ROLES["planner"],
    ("stock.replenish.kpi", "replenish_kpi_page"): ROLES["viewer"],
    ("stock.replenish.month", "action_pdf"): ROLES["viewer"],
    ("stock.replenish.month", "action_spreadsheet"): ROLES["viewer"],
    ("stock.replenish.message", "action_apply"): ROLES["planner"],
    ("stock.replenish.message", "action_dismiss"): ROLES["planner"],
    ("stock.replenish.message", "action_open_document"): ROLES["viewer"],
    ("stock.replenish.policy", "action_plan"): ROLES["planner"],
    ("stock.replenish.policy", "action_view_orderpoints"): ROLES["viewer"],
    ("stock.replenish.policy.rule", "action_assign"): ROLES["manager"],
    ("stock.replenish.reason", "action_accept"): ROLES["planner"],
    ("stock.replenish.reason", "action_close"): ROLES["planner"],
    ("stock.replenish.reason", "action_reject"): ROLES["planner"],
    # By administrators of the database; of our roles alone, nobody.
    ("res.config.settings", "action_replenish_new_health_token"): NOBODY,
    ("res.config.settings", "action_replenish_withdraw_health_token"): NOBODY,
    ("stock.replenish.job", "replenish_job_state"): ROLES["viewer"],
    ("stock.replenish.run", "action_view_decisions"): ROLES["viewer"],
    ("stock.replenish.run", "action_view_exceptions"): ROLES["viewer"],
    ("stock.replenish.source", "action_restore_route"): ROLES["manager"],
    ("stock.replenish.source", "action_take_over"): ROLES["manager"],
    ("stock.replenish.source", "network"): ROLES["viewer"],
    ("stock.replenish.suggestion", "action_approve"): ROLES["manager"],
    ("stock.replenish.suggestion", "action_order"): ROLES["planner"],
    ("stock.replenish.suggestion", "action_reject"): ROLES["planner"],
    ("stock.replenish.suggestion", "action_review_shown"): ROLES["planner"],
    ("stock.replenish.suggestion", "action_view_documents"): ROLES["viewer"],
    ("stock.replenish.tower", "replenish_tower"): ROLES["viewer"],
    ("stock.replenish.why", "explain"): ROLES["viewer"],
    ("stock.warehouse", "action_replenish_lanes"): ROLES["viewer"],
    ("stock.warehouse", "action_replenish_take_over"): ROLES["manager"],
    ("stock.warehouse.orderpoint", "action_plan"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_replenish"): (
        ROLES["planner"] | {"stock_manager"}
    ),
    ("stock.warehouse.orderpoint", "action_replenish_auto"): (
        ROLES["planner"] | {"stock_manager"}
    ),
    ("stock.replenish.assign", "action_apply"): ROLES["planner"],
    ("stock.replenish.lock", "action_apply"): ROLES["planner"],
    ("stock.replenish.snooze", "action_apply"): ROLES["planner"],
    ("stock.replenish.onboarding", "action_compare"): ROLES["manager"],
    ("stock.replenish.onboarding", "action_open_to_order"): ROLES["viewer"],
    ("stock.replenish.onboarding", "action_open_tower"): ROLES["viewer"],
    ("stock.replenish.onboarding", "action_propose_rules"): ROLES["manager"],
    ("stock.replenish.onboarding", "action_read_history"): ROLES["manager"],
    ("stock.replenish.onboarding", "get_status"): ROLES["viewer"],
    ("stock.replenish.policy", "action_create_ready"): ROLES["manager"],
    ("stock.replenish.policy", "action_view_changes"): ROLES["viewer"],
    ("stock.replenish.policy", "action_view_decisions"): ROLES["viewer"],
    ("stock.replenish.policy", "action_view_suggestions"): ROLES["viewer"],
    ("stock.replenish.policy", "get_consequences"): ROLES["viewer"],
    ("stock.replenish.policy.rule", "get_overview"): ROLES["viewer"],
    ("stock.replenish.policy.rule", "test_item"): ROLES["viewer"],
    ("stock.replenish.propose.rules", "action_create_rules"): ROLES["manager"],
    ("stock.warehouse.orderpoint", "action_change_policy"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_lock"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_open_forecast"): ROLES["viewer"],
    ("stock.warehouse.orderpoint", "action_open_product"): ROLES["viewer"],
    ("stock.warehouse.orderpoint", "action_open_rule"): ROLES["viewer"],
    ("stock.warehouse.orderpoint", "action_order_to_max"): ROLES["planner"]
    | {"stock_manager"},
    ("stock.warehouse.orderpoint", "action_reset_quantity"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_set_automatic"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_set_manual"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_snooze"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_unlock"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "action_unsnooze"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "replenish_order_preview"): ROLES["planner"],
    ("stock.warehouse.orderpoint", "replenish_worklist_state"): ROLES["viewer"],
}

#: (model, method) → what it is called with, of the rows of a company
ARGUMENTS = {
    ("stock.replenish.change", "preview_adopt"): lambda rows: (
        rows["stock.replenish.decision"].warehouse_id.ids,
        [{"key": "A", "policy_id": rows["stock.replenish.policy"].id}],
        [{"policy": "A", "values": {"abc_class": "A"}}],
    ),
    ("stock.replenish.change", "preview_assign"): lambda rows: (
        rows["stock.warehouse.orderpoint"].ids,
        rows["stock.replenish.policy"].id,
    ),
    ("stock.replenish.change", "preview_classes"): lambda rows: (
        rows["stock.replenish.decision"].company_id.id,
        {"replenish_abc_a_share": 0.7},
    ),
    ("stock.replenish.change", "preview_matrix"): lambda rows: (
        rows["stock.replenish.decision"].company_id.ids,
    ),
    ("stock.replenish.change", "preview_policy_values"): lambda rows: (
        rows["stock.replenish.policy"].id,
        {"service_level": 0.9},
    ),
    ("stock.replenish.onboarding", "action_compare"): lambda rows: (
        "pilot",
        rows["stock.replenish.decision"].warehouse_id.id,
    ),
    ("stock.replenish.policy", "get_consequences"): lambda rows: ({},),
    ("stock.replenish.policy.rule", "test_item"): lambda rows: (
        rows["stock.replenish.decision"].product_id.id,
        rows["stock.replenish.decision"].warehouse_id.id,
    ),
    ("stock.replenish.why", "explain"): lambda rows: (
        "stock.warehouse.orderpoint",
        rows["stock.warehouse.orderpoint"].id,
    ),
    ("stock.replenish.why", "open_demand"): lambda rows: (
        "stock.warehouse.orderpoint",
        rows["stock.warehouse.orderpoint"].id,
        "2024-01-01",
        "2024-02-01",
    ),
    ("stock.replenish.why", "replay"): lambda rows: (
        "stock.replenish.suggestion",
        rows["stock.replenish.suggestion"].id,
    ),
    ("stock.warehouse.orderpoint", "replenish_order_preview"): lambda rows: (
        [("id", "=", rows["stock.warehouse.orderpoint"].id)],
    ),
}

#: Methods about the companies one works in, whatever rows there are elsewhere.
OF_OWN_COMPANIES = {
    ("stock.replenish.onboarding", "action_open_to_order"),
    ("stock.replenish.onboarding", "action_open_tower"),
    ("stock.replenish.onboarding", "action_propose_rules"),
    ("stock.replenish.onboarding", "action_read_history"),
    ("stock.replenish.onboarding", "get_status"),
    ("stock.replenish.policy", "action_create_ready"),
    ("stock.replenish.policy.rule", "get_overview"),
    ("stock.replenish.decision", "action_review_shown"),
    ("stock.replenish.exception", "action_review_shown"),
    ("stock.replenish.exception", "replenish_exception_state"),
    ("stock.replenish.job", "replenish_job_state"),
    ("stock.replenish.kpi", "replenish_kpi_page"),
    ("stock.replenish.suggestion", "action_review_shown"),
    ("stock.replenish.tower", "replenish_tower"),
    ("stock.replenish.source", "action_take_over"),
    ("stock.replenish.source", "network"),
    ("stock.warehouse.orderpoint", "replenish_order_preview"),
    ("stock.warehouse.orderpoint", "replenish_worklist_state"),
}

#: Methods of core that the addon extends: core's rights and the guards decide.
CORE_METHODS = {
    "button_cancel",
    "button_draft",
    "create",
    "default_get",
    "fields_get",
    "flush_model",
    "get_empty_list_help",
    # Odoo refuses calls of it from outside.
    "init",
    "precision_get",
    "read_group",
    "unlink",
    "web_read_group",
    "write",
}
