/** @odoo-module **/

import {_t} from "@web/core/l10n/translation";
import {counted} from "../worklist/format";
import {formatCurrency} from "@web/core/currency";
import {plannedText} from "../worklist/banner/worklist_banner";
import {sprintf} from "@web/core/utils/strings";

/**
 * Money that is read at a glance: €48k, €1.4k, €310.
 *
 * @param {Number} value
 * @param {Number|false} currencyId
 * @returns {String}
 */
export function shortMoney(value, currencyId) {
    let lead = Math.abs(value);
    const humanReadable = Math.round(lead) >= 1000;
    while (lead >= 1000) {
        lead /= 1000;
    }
    // 9.96k would be told as 10.0k.
    const decimals = humanReadable && lead < 9.95 ? 1 : 0;
    return formatCurrency(value, currencyId, {humanReadable, digits: [16, decimals]});
}

/** Money beside a number; what rounds to nothing is left out. */
export function figureMoney(value, currencyId) {
    return Math.round(Math.abs(value || 0)) ? shortMoney(value, currencyId) : "";
}

/** The same in full, for those who listen. */
export function wholeMoney(value, currencyId) {
    return formatCurrency(value, currencyId, {digits: [16, 0]});
}

export function itemsText(count) {
    return counted(count, _t("1 item"), _t("%s items"));
}

/** How a number moved since yesterday, in words. */
export function changeText(change) {
    if (change === null || change === undefined || change === false) {
        return "";
    }
    if (!change) {
        return _t("As yesterday");
    }
    return change > 0
        ? sprintf(_t("%s more than yesterday"), change.toLocaleString())
        : sprintf(_t("%s fewer than yesterday"), (-change).toLocaleString());
}

/** The one sentence above everything: what is out, and what it costs. */
export function sentenceText({out, will_be_out: will, value}, currencyId) {
    if (!out && !will) {
        return _t("No item is out, and none is about to run out.");
    }
    const parts = {
        out: counted(out, _t("1 item is out"), _t("%s items are out")),
        will: will.toLocaleString(),
        value: shortMoney(value, currencyId),
    };
    if (!will) {
        return sprintf(_t("%(out)s: %(value)s at risk."), parts);
    }
    if (out) {
        return sprintf(
            _t(
                "%(out)s, %(will)s will run out before help arrives: %(value)s at risk."
            ),
            parts
        );
    }
    return will === 1
        ? sprintf(
              _t("1 item will run out before help arrives: %(value)s at risk."),
              parts
          )
        : sprintf(
              _t("%(will)s items will run out before help arrives: %(value)s at risk."),
              parts
          );
}

/** What an element says to those who do not see it: name, number, money, change. */
export function figureLabel({label, count, value, change}, currencyId) {
    return [
        label,
        itemsText(count || 0),
        value ? wholeMoney(value, currencyId) : "",
        changeText(change),
    ]
        .filter(Boolean)
        .join(", ");
}

/** "Planned today 05:12": how old the figures are. */
export function freshnessText({planned_on: planned, stale_before: before}) {
    const text = plannedText(planned);
    return planned && planned < before
        ? sprintf(_t("%(planned)s, before today"), {planned: text})
        : text;
}

/** What the parts of the screen are called. */
export function titles() {
    return {
        top: _t("Most money at risk"),
        outlook: _t("Stock-outs by week"),
        risk: _t("Service at risk"),
        inbound: _t("Late inbound"),
        stuck: _t("Stuck transfers"),
        ageing: _t("Ageing and expiring"),
        health: _t("System health"),
        atRisk: _t("At risk"),
        late: _t("Late orders by vendor and days"),
        vendor: _t("Vendor"),
        noneStuck: _t("No transfer is stuck."),
        noneAgeing: _t("No stock is ageing."),
    };
}
