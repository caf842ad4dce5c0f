/** @odoo-module **/

import {_t} from "@web/core/l10n/translation";
import {formatQuantity} from "../../worklist/format";
import {sprintf} from "@web/core/utils/strings";

/**
 * Where the bars of a projected balance stand.
 *
 * @param {Number[]} balance
 * @param {Number} width
 * @param {Number} height
 * @returns {Object} zero: y of the zero line; bars: x, y, width, height and whether it is
 *     below zero, of each number
 */
export function stripBars(balance, width, height) {
    const most = Math.max(0, ...balance);
    const least = Math.min(0, ...balance);
    const scale = most > least ? height / (most - least) : 0;
    const zero = scale ? most * scale : height;
    const step = width / (balance.length || 1);
    const bars = balance.map((value, place) => {
        // What is there but small must be told from what is not there.
        const length = value ? Math.max(Math.abs(value) * scale, 1) : 0;
        return {
            x: place * step,
            y: value < 0 ? zero : zero - length,
            width: Math.max(step - 1, 1),
            height: length,
            isBelow: value < 0,
        };
    });
    return {zero, bars};
}

/** The same in words, for those who point at it and those who hear it. */
export function stripText({days, balance}) {
    const numbers = balance.map((value) => formatQuantity(value)).join(", ");
    return days === 1
        ? sprintf(_t("Balance every day: %s"), numbers)
        : sprintf(_t("Balance every %(days)s days: %(numbers)s"), {days, numbers});
}
