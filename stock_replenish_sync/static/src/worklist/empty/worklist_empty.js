/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {dayOf} from "../format";
import {plannedText} from "../banner/worklist_banner";
import {sprintf} from "@web/core/utils/strings";

// The filters To Order opens with; anything else narrows it down further.
const OWN_FILTERS = ["to_order", "governed", "not_snoozed"];

/** An empty worklist that tells the truth: what was checked, and what comes next. */
export class WorklistEmpty extends Component {
    static template = "stock_replenish_sync.WorklistEmpty";
    static props = {};

    setup() {
        this.worklist = useState(this.env.replenishWorklist.state);
    }

    get facts() {
        return this.worklist.facts;
    }

    get isNarrowed() {
        const {searchModel} = this.env;
        const active = searchModel.facets
            .filter((facet) => facet.type !== "groupBy")
            .flatMap((facet) =>
                searchModel
                    .getSearchItems((item) => item.groupId === facet.groupId)
                    .filter((item) => item.isActive || item.type === "field")
                    .map((item) => item.name)
            );
        return (
            !active.includes("to_order") ||
            active.some((name) => !OWN_FILTERS.includes(name))
        );
    }

    get title() {
        if (!this.facts || !this.facts.planned_on) {
            return _t("Nothing is planned yet");
        }
        if (this.isNarrowed) {
            return _t("No item under these filters");
        }
        if (this.facts.next_day) {
            return sprintf(_t("Nothing to order until %(day)s (%(count)s items)"), {
                day: dayOf(this.facts.next_day),
                count: this.facts.next_count,
            });
        }
        return _t("Nothing to order");
    }

    get checked() {
        const {facts} = this;
        if (!facts || !facts.planned_on) {
            return _t(
                "Planning runs every night. Give items a policy, then plan them now."
            );
        }
        return sprintf(_t("%(planned)s, %(rows)s rules checked."), {
            planned: plannedText(facts.planned_on),
            rows: facts.rows.toLocaleString(),
        });
    }

    get links() {
        if (!this.facts) {
            return [];
        }
        const {statuses, waiting} = this.facts;
        return [
            ["held", _t("%s items wait for approval"), statuses.held],
            ["changed", _t("%s items wait for a plan"), waiting],
            ["exceptions", _t("%s items could not be planned"), statuses.failed],
        ]
            .filter((entry) => entry[2])
            .map(([key, text, count]) => ({key, text: sprintf(text, count)}));
    }

    open(key) {
        return this.env.replenishWorklist.open(key);
    }
}
