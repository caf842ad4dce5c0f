"""Problems that need a person."""

from . import (
    product_category,
    res_company,
    res_config_settings,
    stock_replenish_exception,
    stock_replenish_exception_act,
    stock_replenish_exception_episode,
    stock_replenish_exception_kind,
    stock_replenish_exception_merge,
    stock_replenish_exception_mute,
    stock_replenish_exception_offered,
    stock_replenish_exception_owner,
    stock_replenish_exception_proposal,
    stock_replenish_exception_report,
    stock_replenish_exception_scan,
    stock_replenish_exception_segment,
    stock_replenish_exception_state,
    stock_replenish_exception_statistics,
    stock_replenish_exception_words,
    stock_replenish_strip,
    stock_warehouse,
)
