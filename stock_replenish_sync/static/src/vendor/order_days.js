/** @odoo-module **/

import {WeekDays, weekDays} from "@web/views/widgets/week_days/week_days";
import {registry} from "@web/core/registry";

/** Days of the week on which a vendor takes orders. */
export class ReplenishOrderDays extends WeekDays {
    get weekdays() {
        return super.weekdays.map((day) => `replenish_orders_${day}`);
    }
}

registry.category("view_widgets").add("replenish_order_days", {
    ...weekDays,
    component: ReplenishOrderDays,
    fieldDependencies: weekDays.fieldDependencies.map((field) => ({
        ...field,
        name: `replenish_orders_${field.name}`,
    })),
});
