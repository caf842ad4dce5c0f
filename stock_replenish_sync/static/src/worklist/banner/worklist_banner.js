/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {counted, daysFromToday, relativeDate} from "../format";
import {sprintf} from "@web/core/utils/strings";

const {DateTime} = luxon;

/** "Planned today 05:12": when, in words. */
export function plannedText(plannedOn) {
    if (!plannedOn) {
        return _t("Not planned yet");
    }
    const moment = deserializeDateTime(plannedOn);
    const time = moment.toLocaleString(DateTime.TIME_24_SIMPLE);
    // Words of their own: what a day is called may depend on its place in a sentence.
    switch (daysFromToday(moment)) {
        case 0:
            return sprintf(_t("Planned today %(time)s"), {time});
        case -1:
            return sprintf(_t("Planned yesterday %(time)s"), {time});
    }
    return sprintf(_t("Planned %(day)s %(time)s"), {day: relativeDate(moment), time});
}

/** How fresh the list is, and what stands out in it; each number opens its rows. */
export class WorklistBanner extends Component {
    static template = "stock_replenish_sync.WorklistBanner";
    static props = {};

    setup() {
        this.worklist = useState(this.env.replenishWorklist.state);
    }

    get facts() {
        return this.worklist.facts;
    }

    get planned() {
        const planned = plannedText(this.facts.planned_on);
        return this.isStale
            ? sprintf(_t("%(planned)s, before today"), {planned})
            : planned;
    }

    /** A plan of yesterday is told with an icon and a word. */
    get isStale() {
        const {planned_on: planned, stale_before: before} = this.facts;
        return Boolean(planned) && planned < before;
    }

    get running() {
        const {running} = this.facts;
        return running === false ? "" : sprintf(_t("planning now, %s %"), running);
    }

    get rules() {
        return counted(this.facts.rows, _t("1 rule"), _t("%s rules"));
    }

    get links() {
        const {statuses, waiting} = this.facts;
        const all = [
            [
                "stocked_out",
                statuses.stocked_out,
                _t("1 stocked out"),
                _t("%s stocked out"),
            ],
            [
                "runs_out",
                statuses.runs_out,
                _t("1 will run out"),
                _t("%s will run out"),
            ],
            [
                "held",
                statuses.held,
                _t("1 waits for approval"),
                _t("%s wait for approval"),
            ],
            ["changed", waiting, _t("1 waits for a plan"), _t("%s wait for a plan")],
            ["failed", statuses.failed, _t("1 failed"), _t("%s failed")],
        ];
        return all
            .filter((entry) => entry[1])
            .map(([key, ...words]) => ({key, text: counted(...words)}));
    }

    open(key) {
        return this.env.replenishWorklist.open(key);
    }

    togglePanel() {
        this.env.replenishWorklist.togglePanel();
    }
}
