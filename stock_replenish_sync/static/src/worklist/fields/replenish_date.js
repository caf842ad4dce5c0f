/** @odoo-module **/

import {absoluteDate, daysFromToday, relativeDate} from "../format";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** A planned date: relative within two weeks, the date itself in the title. */
export class ReplenishDate extends Component {
    static template = "stock_replenish_sync.ReplenishDate";
    static props = {...standardFieldProps, isDeadline: {type: Boolean, optional: true}};

    get value() {
        return this.props.record.data[this.props.name];
    }

    get text() {
        return relativeDate(this.value, this.props.isDeadline);
    }

    /** Due or late: bold, since its words alone are easily read over. */
    get isDue() {
        return this.props.isDeadline && this.value && daysFromToday(this.value) <= 0;
    }

    get title() {
        return absoluteDate(this.value);
    }
}

export const replenishDate = {
    component: ReplenishDate,
    displayName: _t("Planned Date"),
    supportedTypes: ["date", "datetime"],
    extractProps: ({options}) => ({isDeadline: Boolean(options.deadline)}),
};

registry.category("fields").add("replenish_date", replenishDate);
