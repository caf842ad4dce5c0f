/** @odoo-module **/

import {ReplenishStatus} from "../worklist/fields/replenish_status";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Only what is critical or high has a colour, and always an icon and its word. */
export const LOOKS = {
    3: {icon: "fa-times-circle", className: "badge text-bg-danger"},
    2: {icon: "fa-exclamation-triangle", className: "badge text-bg-warning"},
    1: {icon: "fa-info-circle", className: "badge o_replenish_medium"},
    0: {icon: "fa-circle-o", className: "badge o_replenish_low"},
};

/** How bad a problem is, as a badge with icon and word; its kind in the title. */
export class ReplenishSeverity extends ReplenishStatus {
    get look() {
        return LOOKS[this.status] || LOOKS[0];
    }

    get title() {
        const {kind} = this.props.record.data;
        const {selection} = this.props.record.fields.kind || {selection: []};
        return Object.fromEntries(selection)[kind] || "";
    }
}

registry.category("fields").add("replenish_severity", {
    component: ReplenishSeverity,
    displayName: _t("Severity"),
    supportedTypes: ["selection"],
    fieldDependencies: [{name: "kind", type: "selection"}],
});
