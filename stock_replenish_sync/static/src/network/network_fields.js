/** @odoo-module **/

import {Component} from "@odoo/owl";
import {WeekDays, weekDays} from "@web/views/widgets/week_days/week_days";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Days of the week on which a lane is served. */
export class ReplenishWeekDays extends WeekDays {
    get weekdays() {
        return super.weekdays.map((day) => `ships_${day}`);
    }
}

registry.category("view_widgets").add("replenish_week_days", {
    ...weekDays,
    component: ReplenishWeekDays,
    fieldDependencies: weekDays.fieldDependencies.map((field) => ({
        ...field,
        name: `ships_${field.name}`,
    })),
});

/** What keeps a lane from working: icon, word and sentence. */
export class ReplenishLaneProblem extends Component {
    static template = "stock_replenish_sync.LaneProblem";
    static props = {...standardFieldProps};

    get problem() {
        return this.props.record.data[this.props.name];
    }
}

registry.category("fields").add("replenish_lane_problem", {
    component: ReplenishLaneProblem,
    displayName: _t("Replenishment Lane Problem"),
    supportedTypes: ["char"],
});
