/** @odoo-module **/

import {ReplenishStatus} from "../worklist/fields/replenish_status";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Only what somebody has to see to has a colour, and always an icon and its word. */
const LOOKS = {
    off: {icon: "fa-power-off", className: "badge text-bg-danger"},
    stale: {icon: "fa-times-circle", className: "badge text-bg-danger"},
    failing: {icon: "fa-exclamation-triangle", className: "badge text-bg-warning"},
    waiting: {icon: "fa-clock-o", className: "badge o_replenish_low"},
    ok: {icon: "fa-check", className: "o_replenish_calm"},
};

/** How a job is, as a badge with icon and word. */
export class JobState extends ReplenishStatus {
    get look() {
        return LOOKS[this.status] || LOOKS.waiting;
    }

    get title() {
        return this.props.record.data.text || this.label;
    }
}

registry.category("fields").add("replenish_job_state", {
    component: JobState,
    displayName: _t("Status of a Job"),
    supportedTypes: ["selection"],
    fieldDependencies: [{name: "text", type: "char"}],
});
