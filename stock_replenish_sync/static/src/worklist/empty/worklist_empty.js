/** @odoo-module **/

import {RowsEmpty} from "../../rows/rows_empty";
import {_t} from "@web/core/l10n/translation";
import {counted, dayOf} from "../format";
import {plannedText} from "../banner/worklist_banner";
import {sprintf} from "@web/core/utils/strings";

/** An empty worklist: what was planned, and what comes due next. */
export class WorklistEmpty extends RowsEmpty {
    static filters = ["to_order", "governed", "not_snoozed"];

    get title() {
        if (!this.facts || !this.facts.planned_on) {
            return _t("Nothing is planned yet");
        }
        if (this.isNarrowed) {
            return _t("No item under these filters");
        }
        if (this.facts.next_day) {
            return sprintf(_t("Nothing to order until %(day)s (%(items)s)"), {
                day: dayOf(this.facts.next_day),
                items: counted(this.facts.next_count, _t("1 item"), _t("%s items")),
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
        return sprintf(_t("%(planned)s, %(rules)s checked."), {
            planned: plannedText(facts.planned_on),
            rules: counted(facts.rows, _t("1 rule"), _t("%s rules")),
        });
    }

    get links() {
        if (!this.facts) {
            return [];
        }
        const {statuses, waiting} = this.facts;
        return [
            [
                "held",
                statuses.held,
                _t("1 item waits for approval"),
                _t("%s items wait for approval"),
            ],
            [
                "changed",
                waiting,
                _t("1 item waits for a plan"),
                _t("%s items wait for a plan"),
            ],
            [
                "exceptions",
                statuses.failed,
                _t("1 item could not be planned"),
                _t("%s items could not be planned"),
            ],
        ]
            .filter((entry) => entry[1])
            .map(([key, ...words]) => ({key, text: counted(...words)}));
    }

    get allLabel() {
        return _t("See all rules");
    }
}
