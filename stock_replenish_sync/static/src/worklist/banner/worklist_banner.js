/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {relativeDate} from "../format";
import {sprintf} from "@web/core/utils/strings";

const {DateTime} = luxon;

/** "Planned today 05:12": when, in words. */
export function plannedText(plannedOn) {
    if (!plannedOn) {
        return _t("Not planned yet");
    }
    const moment = deserializeDateTime(plannedOn);
    return sprintf(_t("Planned %(day)s %(time)s"), {
        day: relativeDate(moment).toLowerCase(),
        time: moment.toLocaleString(DateTime.TIME_24_SIMPLE),
    });
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
        return plannedText(this.facts.planned_on);
    }

    /** A plan of yesterday is told with an icon and a word. */
    get isStale() {
        const {planned_on: planned, stale_before: before} = this.facts;
        return Boolean(planned) && planned < before;
    }

    get running() {
        const {running} = this.facts;
        return running === false ? "" : sprintf(_t("planning now, %s %%"), running);
    }

    get rules() {
        return sprintf(_t("%s rules"), this.facts.rows.toLocaleString());
    }

    get links() {
        const {statuses, waiting} = this.facts;
        const all = [
            ["stocked_out", _t("%s stocked out"), statuses.stocked_out],
            ["runs_out", _t("%s will run out"), statuses.runs_out],
            ["held", _t("%s wait for approval"), statuses.held],
            ["changed", _t("%s wait for a plan"), waiting],
            ["failed", _t("%s failed"), statuses.failed],
        ];
        return all
            .filter((entry) => entry[2])
            .map(([key, text, count]) => ({
                key,
                text: sprintf(text, count.toLocaleString()),
            }));
    }

    open(key) {
        return this.env.replenishWorklist.open(key);
    }

    togglePanel() {
        this.env.replenishWorklist.togglePanel();
    }
}
