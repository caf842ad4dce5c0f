"""How the jobs are: when each was last done, how long it takes, what fails."""

from . import (
    res_config_settings,
    stock_replenish_exception,
    stock_replenish_health,
    stock_replenish_job,
    stock_replenish_job_call,
    stock_replenish_job_mark,
    stock_replenish_job_words,
)
