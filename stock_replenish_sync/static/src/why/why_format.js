/** @odoo-module **/

import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {formatFloat} from "@web/views/fields/formatters";

/** A number without idle zeros. */
export function shortNumber(value) {
    const digits = Number.isInteger(value) ? 0 : 2;
    return formatFloat(value, {digits: [16, digits]});
}

/** A day in the user's notation. */
export function day(iso) {
    return iso ? formatDate(deserializeDate(iso)) : "";
}

/** A day as short as an axis needs it. */
export function shortDay(iso) {
    // Day and month in the order of the language.
    return deserializeDate(iso).toLocaleString({day: "numeric", month: "short"});
}

/** The day some days after another one. */
export function dayAfter(iso, days) {
    return deserializeDate(iso).plus({days}).toISODate();
}
