/** @odoo-module **/

import {RowsBanner, momentText} from "../../rows/rows_banner";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../format";
import {sprintf} from "@web/core/utils/strings";

/** "Planned today 05:12": when, in words. */
export function plannedText(plannedOn) {
    return plannedOn
        ? momentText(plannedOn, {
              today: _t("Planned today %(time)s"),
              yesterday: _t("Planned yesterday %(time)s"),
              other: _t("Planned %(day)s %(time)s"),
          })
        : _t("Not planned yet");
}

/** How fresh the worklist is, and what stands out in it. */
export class WorklistBanner extends RowsBanner {
    get freshness() {
        const planned = plannedText(this.facts.planned_on);
        return this.isOld
            ? sprintf(_t("%(planned)s, before today"), {planned})
            : planned;
    }

    /** A plan of yesterday is told with an icon and a word. */
    get isOld() {
        const {planned_on: planned, stale_before: before} = this.facts;
        return Boolean(planned) && planned < before;
    }

    get isStale() {
        return this.isOld || !this.facts.planned_on;
    }

    get notes() {
        const {rows, running} = this.facts;
        return [
            rows ? counted(rows, _t("1 rule"), _t("%s rules")) : "",
            running === false ? "" : sprintf(_t("planning now, %s %"), running),
        ].filter(Boolean);
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
}
