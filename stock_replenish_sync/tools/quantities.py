"""Quantities in sentences: as precise as their unit, without zeros that say nothing."""

from math import floor, log10

from odoo.tools import float_is_zero, float_round
from odoo.tools.misc import formatLang


def format_quantity(env, quantity, unit, with_unit=False):
    """Return a quantity as people of the user's language write it.

    :param float quantity: in `unit`
    :param unit: `uom.uom` record; it says how many decimals there are at most
    :param bool with_unit: add the unit's name
    """
    rounding = unit.rounding or 0.01
    decimals = max(0, -floor(log10(rounding) + 1e-9))
    # Zero is never negative.
    value = float_round(quantity, precision_rounding=rounding) or 0.0
    while decimals and float_is_zero(
        value - round(value, decimals - 1), precision_digits=decimals + 1
    ):
        decimals -= 1
    text = formatLang(env, value, digits=decimals)
    return f"{text} {unit.name}" if with_unit else text


def format_signed(env, value, currency):
    """Return money with its sign, also where that is a plus."""
    text = formatLang(env, value, currency_obj=currency)
    return f"+{text}" if value > 0 else text
