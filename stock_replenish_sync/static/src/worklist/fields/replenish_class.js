/** @odoo-module **/

import {Component} from "@odoo/owl";
import {UNKNOWN} from "../format";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Value and steadiness of demand in one column: "A·X". */
export class ReplenishClass extends Component {
    static template = "stock_replenish_sync.ReplenishClass";
    static props = {...standardFieldProps};

    get text() {
        const {abc_class: abc, xyz_class: xyz} = this.props.record.data;
        return abc || xyz ? `${abc || UNKNOWN}·${xyz || UNKNOWN}` : UNKNOWN;
    }

    get title() {
        return _t(
            "A, B, C: share of demand value, A the largest. X, Y, Z: X steady, Z erratic."
        );
    }
}

export const replenishClass = {
    component: ReplenishClass,
    displayName: _t("Class"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        {name: "abc_class", type: "selection"},
        {name: "xyz_class", type: "selection"},
    ],
};

registry.category("fields").add("replenish_class", replenishClass);
