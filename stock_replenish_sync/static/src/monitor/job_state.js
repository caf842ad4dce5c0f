/** @odoo-module **/

import {ReplenishStatus} from "../worklist/fields/replenish_status";
import {_t} from "@web/core/l10n/translation";
import {jobLook} from "./job_look";
import {registry} from "@web/core/registry";

/** How a job is, as a badge with icon and word. */
export class JobState extends ReplenishStatus {
    get look() {
        return jobLook(this.status);
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
