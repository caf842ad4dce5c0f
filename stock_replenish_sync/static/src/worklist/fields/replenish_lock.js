/** @odoo-module **/

import {absoluteDate, daysFromToday} from "../format";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** A lock with its reason and end; one that ran out says so. */
export class ReplenishLock extends Component {
    static template = "stock_replenish_sync.ReplenishLock";
    static props = {...standardFieldProps};

    get data() {
        return this.props.record.data;
    }

    get isLocked() {
        return this.data[this.props.name];
    }

    get hasEnded() {
        return this.data.lock_until && daysFromToday(this.data.lock_until) < 0;
    }

    get text() {
        const day = absoluteDate(this.data.lock_until);
        const reason = this.data.lock_reason || "";
        if (!day) {
            return reason;
        }
        return this.hasEnded
            ? sprintf(_t("%(reason)s (ran out %(day)s)"), {reason, day})
            : sprintf(_t("%(reason)s (until %(day)s)"), {reason, day});
    }
}

export const replenishLock = {
    component: ReplenishLock,
    displayName: _t("Lock"),
    supportedTypes: ["boolean"],
    fieldDependencies: [
        {name: "lock_reason", type: "char"},
        {name: "lock_until", type: "date"},
    ],
};

registry.category("fields").add("replenish_lock", replenishLock);
