/** @odoo-module **/

import {UNKNOWN} from "../worklist/format";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {sprintf} from "@web/core/utils/strings";

function number(value) {
    return formatFloat(value, {digits: [16, Math.abs(value) >= 100 ? 0 : 1]});
}

function withUnit(text, unit) {
    const words = {"%": _t("%s %"), days: _t("%s d"), hours: _t("%s h")};
    return words[unit] ? words[unit].replace("%s", text) : text;
}

/** A KPI with its unit, or a dash where there was nothing to measure. */
export function kpiText(value, unit) {
    const isKnown = value !== null && value !== undefined && value !== false;
    return isKnown ? withUnit(number(value), unit) : UNKNOWN;
}

/** A value on an axis: as short as it is. */
export function axisText(value, unit) {
    return withUnit(formatFloat(value, {digits: [16, 2], trailingZeros: false}), unit);
}

/**
 * The axis that shows all values, in steps that are easily read.
 *
 * @param {Array<Number|null>} values at least one of them known
 * @param {String} unit
 * @returns {Object} {min, max, step}
 */
export function axisOf(values, unit) {
    const known = values.filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const rough = Math.max((high - low) / 2, Math.abs(high) / 100, 0.1);
    const size = 10 ** Math.floor(Math.log10(rough));
    // Three ticks at most, so that none covers another one.
    const step = [1, 2, 5, 10, 20, 50, 100]
        .map((count) => count * size)
        .find(
            (width) =>
                width >= rough && Math.ceil(high / width) - Math.floor(low / width) <= 2
        );
    // Shares end at their limits.
    const limit = unit === "%" ? 100 : Infinity;
    const min = Math.max(Math.floor(low / step) * step, 0);
    const max = Math.min(Math.ceil(high / step) * step, limit);
    return max > min
        ? {min, max, step}
        : {min: Math.max(min - step, 0), max: Math.min(max + step, limit), step};
}

/** How much a KPI moved: shares in points, the rest in its unit. */
export function moveText(move, unit) {
    const size = Math.abs(move);
    return unit === "%" ? sprintf(_t("%s pt"), number(size)) : kpiText(size, unit);
}

/**
 * What became of a KPI since the period before.
 *
 * @param {Object} card
 * @returns {Object|null} {text, isBetter (null: the same)}; null without a base
 */
export function changeOf({value, before, unit, better}) {
    if (value === null || before === null) {
        return null;
    }
    // What rounds to nothing has not moved.
    const move = Math.round((value - before) * 10) / 10;
    if (!move) {
        return {text: _t("unchanged"), isBetter: null};
    }
    const isBetter = move > 0 === (better === "more");
    const text = `${move > 0 ? "▲" : "▼"}\u00A0${moveText(move, unit)}`;
    return {text: sprintf(isBetter ? _t("%s better") : _t("%s worse"), text), isBetter};
}
