"""Numbers among the system parameters, where anybody may have typed anything."""

import logging
from math import inf

_logger = logging.getLogger(__name__)


def number_parameter(env, name, default, most=inf):
    """Return the number that a system parameter of this addon holds.

    A job must not stop for a typing error: what is no number, below 0 or above `most`
    counts as not set, and the log names it.

    :param str name: key without the addon's prefix
    :param float default: what holds without the parameter
    :param float most: largest value that makes sense
    :return: float
    """
    key = f"stock_replenish_sync.{name}"
    text = env["ir.config_parameter"].sudo().get_param(key)
    if not text:
        return float(default)
    try:
        value = float(text)
    except ValueError:
        value = None
    if value is None or not 0 <= value <= most or value == inf:
        _logger.warning(
            "System parameter %s is %r, which is no usable number; %s is used instead.",
            key,
            text,
            default,
        )
        return float(default)
    return value
