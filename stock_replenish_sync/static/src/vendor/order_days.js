/** @odoo-module **/

import {WeekDays, weekDays} from "@web/views/widgets/week_days/week_days";
import {registry} from "@web/core/registry";

const LABELS = Object.fromEntries(
    weekDays.fieldDependencies.map((day) => [day.name, day.string])
);

/** Days of the week on which a vendor takes orders. */
export class ReplenishOrderDays extends WeekDays {
    static template = "stock_replenish_sync.OrderDays";

    get weekdays() {
        return super.weekdays.map((day) => `replenish_orders_${day}`);
    }

    /** Fields are named in sentences: too long above a tick. */
    label(field) {
        return LABELS[field.slice(-3)];
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
