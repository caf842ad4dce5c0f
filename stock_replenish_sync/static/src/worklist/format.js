/** @odoo-module **/

import {_t} from "@web/core/l10n/translation";
import {formatDate} from "@web/core/l10n/dates";
import {formatFloat} from "@web/views/fields/formatters";
import {getCurrency} from "@web/core/currency";
import {sprintf} from "@web/core/utils/strings";

const {DateTime} = luxon;

/** Beyond this many days a date is said as such. */
export const NEAR_DAYS = 14;

/** What is not known is no 0. */
export const UNKNOWN = "–";

/**
 * A number of things in words: one thing has a sentence of its own.
 *
 * @param {Number} count
 * @param {String} one
 * @param {String} many with one %s for the number
 * @returns {String}
 */
export function counted(count, one, many) {
    return count === 1 ? one : sprintf(many, count.toLocaleString());
}

/** Days from today to a luxon date; negative if it is past. */
export function daysFromToday(date) {
    const today = DateTime.local().startOf("day");
    return Math.round(date.startOf("day").diff(today, "days").days);
}

/**
 * A date as a planner says it: relative when near, else absolute.
 *
 * @param {DateTime|false} date
 * @param {Boolean} isDeadline whether a past day means "late"
 * @returns {String}
 */
export function relativeDate(date, isDeadline = false) {
    if (!date) {
        return UNKNOWN;
    }
    const days = daysFromToday(date);
    // How late something is matters more than the day it should have been.
    if (Math.abs(days) > NEAR_DAYS && !(isDeadline && days < 0)) {
        return formatDate(date);
    }
    if (days === 0) {
        return _t("Today");
    }
    if (days === 1) {
        return _t("Tomorrow");
    }
    if (days > 1) {
        return sprintf(_t("in %s days"), days);
    }
    if (isDeadline) {
        return days === -1 ? _t("1 day late") : sprintf(_t("%s days late"), -days);
    }
    return days === -1 ? _t("Yesterday") : sprintf(_t("%s days ago"), -days);
}

/** The date itself with its day of the week, for titles. */
export function absoluteDate(date) {
    return date ? `${date.toFormat("ccc")} ${formatDate(date)}` : "";
}

/** A weekday and date: short, and sure to be understood. */
export function dayOf(text) {
    return absoluteDate(DateTime.fromISO(text));
}

/**
 * A quantity without decimals that say nothing.
 *
 * @param {Number} value
 * @param {Object} [options]
 * @param {Array} [options.digits]
 * @param {Number} [options.step] what was computed is shown rounded up to this step
 * @returns {String}
 */
export function formatQuantity(value, {digits, step} = {}) {
    let shown = value || 0;
    if (step) {
        // The tolerance keeps 12.000000001 from being shown as 13.
        shown = Math.ceil(shown / step - 1e-6) * step;
    }
    return formatFloat(shown, {digits: digits || [16, 2], trailingZeros: false});
}

/**
 * Money of a total that the server made, marked where currencies were converted.
 *
 * @param {Object} total {value, currency_id, approximate}
 * @param {Boolean} [short] leave out cents
 * @returns {String}
 */
export function formatTotal(total, short = true) {
    const currency = getCurrency(total.currency_id);
    const digits = short ? [16, 0] : currency && currency.digits;
    const number = formatFloat(total.value, {digits});
    let text = number;
    if (currency) {
        text =
            currency.position === "after"
                ? `${number}\u00A0${currency.symbol}`
                : `${currency.symbol}\u00A0${number}`;
    }
    return total.approximate ? `≈\u00A0${text}` : text;
}
