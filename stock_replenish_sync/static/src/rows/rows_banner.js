/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {daysFromToday, relativeDate} from "../worklist/format";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {sprintf} from "@web/core/utils/strings";

const {DateTime} = luxon;

/**
 * When something was done, in words.
 *
 * @param {String} moment UTC, as the server writes it
 * @param {Object} words sentences: today, yesterday with %(time)s, other with %(day)s, too
 * @returns {String}
 */
export function momentText(moment, words) {
    const local = deserializeDateTime(moment);
    const time = local.toLocaleString(DateTime.TIME_24_SIMPLE);
    // Words of their own: what a day is called may depend on its place in a sentence.
    switch (daysFromToday(local)) {
        case 0:
            return sprintf(words.today, {time});
        case -1:
            return sprintf(words.yesterday, {time});
    }
    return sprintf(words.other, {day: relativeDate(local), time});
}

/** How fresh a list is, and what stands out in it; each number opens its rows. */
export class RowsBanner extends Component {
    static template = "stock_replenish_sync.RowsBanner";
    static props = {};

    setup() {
        this.worklist = useState(this.env.replenishWorklist.state);
    }

    get facts() {
        return this.worklist.facts;
    }

    /** What each kind of list says: when it was made, and whether that is too long ago. */
    get freshness() {
        return "";
    }

    /** Where a click on it leads. */
    get freshnessTitle() {
        return _t("Open the planning runs");
    }

    get isStale() {
        return false;
    }

    /** What is told besides: texts, and links {key, text}. */
    get notes() {
        return [];
    }

    get links() {
        return [];
    }

    open(key) {
        return this.env.replenishWorklist.open(key);
    }

    togglePanel() {
        this.env.replenishWorklist.togglePanel();
    }
}
