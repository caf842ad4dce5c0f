/** @odoo-module **/

import {RowsBanner, momentText} from "../rows/rows_banner";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../worklist/format";
import {sprintf} from "@web/core/utils/strings";

/** "Checked today 05:20": when, in words. */
export function checkedText(checkedOn) {
    return checkedOn
        ? momentText(checkedOn, {
              today: _t("Checked today %(time)s"),
              yesterday: _t("Checked yesterday %(time)s"),
              other: _t("Checked %(day)s %(time)s"),
          })
        : _t("Not checked yet");
}

/** Numbers of exceptions in words, those of 0 left out; each opens its rows. */
export function countLinks(facts, keys) {
    const words = {
        critical: [_t("1 critical"), _t("%s critical")],
        high: [_t("1 high"), _t("%s high")],
        without_owner: [_t("1 without owner"), _t("%s without owner")],
        acknowledged: [_t("1 acknowledged"), _t("%s acknowledged")],
        snoozed: [_t("1 snoozed"), _t("%s snoozed")],
    };
    return keys
        .filter((key) => facts.counts[key])
        .map((key) => ({key, text: counted(facts.counts[key], ...words[key])}));
}

/** When exceptions were looked for, and what stands out among them. */
export class ExceptionBanner extends RowsBanner {
    get freshness() {
        const checked = checkedText(this.facts.checked_on);
        return this.isOld
            ? sprintf(_t("%(checked)s, before today"), {checked})
            : checked;
    }

    get isOld() {
        const {checked_on: checked, stale_before: before} = this.facts;
        return Boolean(checked) && checked < before;
    }

    get isStale() {
        return this.isOld || !this.facts.checked_on;
    }

    get notes() {
        const {items} = this.facts;
        return items ? [counted(items, _t("1 item"), _t("%s items"))] : [];
    }

    get links() {
        return countLinks(this.facts, ["critical", "high", "without_owner", "snoozed"]);
    }
}
