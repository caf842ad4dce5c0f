/** @odoo-module **/

import {RowsController, RowsRenderer} from "../rows/rows_list";
import {EXCEPTION_PARTS} from "./exception_parts";
import {ExceptionEmpty} from "./exception_empty";
import {_t} from "@web/core/l10n/translation";
import {formatTotal} from "../worklist/format";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {suggestedAction} from "./row_actions/exception_row_actions";

const VALUE = "value_at_risk";
// From this amount on cents are left out.
const FULL = 10;

/** The ranked list of what needs a person. */
export class ExceptionController extends RowsController {
    static focusTarget = ".o_replenish_suggested";

    get parts() {
        return EXCEPTION_PARTS;
    }

    /** What is offered for several rows at once, the most frequent first. */
    get bulk() {
        return [
            {code: "order", label: _t("Order")},
            {code: "transfer", label: _t("Transfer")},
            {code: "expedite", label: _t("Expedite")},
            {code: "assign", label: _t("Assign")},
            {code: "snooze", label: _t("Snooze")},
            {code: "acknowledge", label: _t("Acknowledge")},
        ];
    }

    async runSelected({code, label}) {
        const ids = await this.getSelectedResIds();
        return this.actions.runMany(code, label, ids);
    }

    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        const own = [
            ["postpone", "fa-calendar-plus-o", _t("Postpone")],
            ["reduce", "fa-compress", _t("Reduce")],
            ["cancel", "fa-ban", _t("Cancel orders")],
            ["resolve", "fa-check-circle-o", _t("Resolve…")],
        ];
        own.forEach(([code, icon, label], place) => {
            items[code] = {
                isAvailable: () => this.actions.mayPlan,
                sequence: place,
                icon: `fa ${icon}`,
                description: label,
                callback: () => this.runSelected({code, label}),
            };
        });
        return items;
    }

    async onHotkeyOrder() {
        const record = this.focusedRecord;
        if (this.nbSelected) {
            if (this.actions.mayPlan) {
                await this.runSelected(this.bulk[0]);
            }
            return;
        }
        const suggested = record && suggestedAction(record, this.actions);
        if (suggested) {
            await this.actions.run(suggested.code, record);
        }
    }

    onHotkeyWhy() {
        const record = this.focusedRecord || this.model.root.selection[0];
        if (record) {
            this.actions.why(record);
        }
    }
}

export class ExceptionRenderer extends RowsRenderer {
    static Empty = ExceptionEmpty;

    calculateColumnWidth(column) {
        if (column.type === "widget") {
            return {type: "absolute", value: this.env.isSmall ? "60px" : "150px"};
        }
        return super.calculateColumnWidth(column);
    }

    /** Nothing at risk is no amount. */
    getFormattedValue(column, record) {
        if (column.name === VALUE) {
            const {currency_id: currency, value_at_risk: value} = record.data;
            return this.formatMoney(value, currency && currency[0]);
        }
        return super.getFormattedValue(column, record);
    }

    /** Cents say something only where there is little else. */
    formatMoney(value, currencyId) {
        return value
            ? formatTotal({value, currency_id: currencyId}, value >= FULL)
            : "";
    }

    /** A total of a group has the currency that all its rows have, or there is none. */
    formatAggregateValue(group, column) {
        if (column.name === VALUE) {
            const {facts} = this.env.replenishWorklist.state;
            const value = group.aggregates[VALUE];
            return facts && facts.currency_id
                ? this.formatMoney(value, facts.currency_id)
                : "";
        }
        return super.formatAggregateValue(group, column);
    }
}

registry.category("views").add("replenish_exception_list", {
    ...listView,
    Controller: ExceptionController,
    Renderer: ExceptionRenderer,
    buttonTemplate: "stock_replenish_sync.ExceptionButtons",
});
