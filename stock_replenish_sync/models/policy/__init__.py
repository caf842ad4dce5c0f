"""Policies, the matrix that gives them out, and the classes it goes by."""

from . import (
    mail_tracking_value,
    stock_replenish_classification,
    stock_replenish_matrix,
    stock_replenish_policy,
    stock_replenish_policy_check,
    stock_replenish_policy_consequences,
    stock_replenish_policy_counts,
    stock_replenish_policy_ready,
    stock_replenish_policy_rule,
    stock_replenish_policy_rule_overview,
    stock_replenish_policy_rule_test,
    stock_replenish_policy_status,
)
