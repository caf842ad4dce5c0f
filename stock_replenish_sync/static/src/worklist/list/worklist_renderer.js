/** @odoo-module **/

import {UNKNOWN, counted, formatQuantity, formatTotal} from "../format";
import {RowsRenderer} from "../../rows/rows_list";
import {WorklistEmpty} from "../empty/worklist_empty";
import {_t} from "@web/core/l10n/translation";
import {sprintf} from "@web/core/utils/strings";

const KEY = "product_id";
const VALUE = "order_value";
// Stored as exact numbers, read as steps of the unit, always rounded up.
const COMPUTED = ["safety_stock", "reorder_point", "order_quantity"];
// Say nothing before the first plan.
const PLANNED = [
    "planned_on_hand",
    "planned_incoming",
    "planned_position",
    "days_of_supply",
    "demand_mean",
    "lead_time_mean",
    ...COMPUTED,
];

export class WorklistRenderer extends RowsRenderer {
    static groupRowTemplate = "stock_replenish_sync.WorklistGroupRow";
    static Empty = WorklistEmpty;

    getFormattedValue(column, record) {
        const {name} = column;
        const value = record.data[name];
        if (PLANNED.includes(name)) {
            if (!record.data.planned_on) {
                return UNKNOWN;
            }
            if (name === "days_of_supply") {
                return this.formatDays(record);
            }
            const step = COMPUTED.includes(name) ? record.data.quantity_step : 0;
            return formatQuantity(value, {step});
        }
        if (name === VALUE) {
            return this.formatValue(record);
        }
        return super.getFormattedValue(column, record);
    }

    /** Without demand stock lasts for ever: no number says that. */
    formatDays(record) {
        const {days_of_supply: days, demand_mean: demand} = record.data;
        if (!days && !(demand > 0)) {
            return UNKNOWN;
        }
        return formatQuantity(days, {digits: [16, days < 10 ? 1 : 0]});
    }

    /** Cents say nothing here; without a quantity there is no value. */
    formatValue(record) {
        const {currency_id: currency, order_value: value, qty_to_order} = record.data;
        if (!value && !qty_to_order) {
            return "";
        }
        return formatTotal({value, currency_id: currency && currency[0]});
    }

    // --- Columns ---

    /** A column that says the same all over its group is left out. */
    getActiveColumns(list) {
        const columns = super.getActiveColumns(list);
        const said = list.isGrouped
            ? list.groupBy.map((name) => name.split(":")[0])
            : [];
        return columns.filter(
            (column) => !said.includes(column.name) || column.name === KEY
        );
    }

    calculateColumnWidth(column) {
        if (column.type === "widget") {
            return {type: "absolute", value: this.env.isSmall ? "60px" : "146px"};
        }
        if (column.name === KEY) {
            return {type: "absolute", value: "210px"};
        }
        return super.calculateColumnWidth(column);
    }

    // --- Groups: only money is added up, and only what may be ---

    getFirstAggregateIndex() {
        return this.state.columns.findIndex((column) => column.name === VALUE);
    }

    getLastAggregateIndex() {
        return this.getFirstAggregateIndex();
    }

    totalOf(group) {
        return this.props.list.model.totalOf(group);
    }

    formatAggregateValue(group, column) {
        const total = column.name === VALUE && this.totalOf(group);
        return total && total.count ? formatTotal(total) : "";
    }

    get aggregates() {
        const {list} = this.props;
        const aggregates = super.aggregates;
        if (list.isGrouped && !list.selection.length) {
            delete aggregates[VALUE];
            const totals = list.groups.map((group) => this.totalOf(group) || {});
            const summed = totals.filter((total) => total.count);
            const currencies = new Set(summed.map((total) => total.currency_id));
            if (summed.length && currencies.size === 1) {
                const sum = summed.reduce((all, total) => all + total.value, 0);
                aggregates[VALUE] = {
                    value: formatTotal({
                        value: sum,
                        currency_id: summed[0].currency_id,
                        approximate: summed.some((total) => total.approximate),
                    }),
                    help: _t("Value to order of the groups shown"),
                };
            }
        }
        return aggregates;
    }

    orderable(group) {
        const total = this.totalOf(group);
        return this.env.replenishActions.mayPlan && total ? total.count : 0;
    }

    orderGroupLabel(group) {
        return counted(this.orderable(group), _t("Order 1 item"), _t("Order %s items"));
    }

    orderGroupTitle(group) {
        return sprintf(
            _t("Order what is due from %s; items with a warning are left out"),
            this.getGroupDisplayName(group)
        );
    }

    orderGroup(group) {
        return this.env.replenishActions.order(group.config.initialDomain, {
            skipWarned: true,
        });
    }
}
