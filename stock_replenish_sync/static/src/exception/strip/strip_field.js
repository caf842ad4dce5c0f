/** @odoo-module **/

import {stripBars, stripText} from "./strip";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const SMALL = {width: 84, height: 20};
const LARGE = {width: 360, height: 80};

/** The projected balance as bars around a zero line; what is below hangs and is dark. */
export class ReplenishStrip extends Component {
    static template = "stock_replenish_sync.ReplenishStrip";
    static props = {...standardFieldProps, isLarge: {type: Boolean, optional: true}};

    get value() {
        return this.props.record.data[this.props.name];
    }

    get isShown() {
        return Boolean(this.value && this.value.balance && this.value.balance.length);
    }

    get size() {
        return this.props.isLarge ? LARGE : SMALL;
    }

    get picture() {
        return stripBars(this.value.balance, this.size.width, this.size.height);
    }

    get text() {
        return stripText(this.value);
    }
}

registry.category("fields").add("replenish_strip", {
    component: ReplenishStrip,
    displayName: _t("Projected Balance"),
    supportedTypes: ["json"],
    extractProps: ({options}) => ({isLarge: Boolean(options.large)}),
});
