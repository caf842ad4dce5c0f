/** @odoo-module **/

import {FloatField, floatField} from "@web/views/fields/float/float_field";
import {_t} from "@web/core/l10n/translation";
import {getCurrency} from "@web/core/currency";
import {registry} from "@web/core/registry";

/** A number of which 0 means that there is none: shown as its placeholder. */
export class LimitField extends FloatField {
    static template = "stock_replenish_sync.LimitField";

    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }

    parse(value) {
        return value.trim() ? super.parse(value) : 0;
    }

    /** Symbol of the currency, where the number is money of one currency. */
    get symbol() {
        const field = this.props.record.fields[this.props.name];
        const currency =
            field.type === "monetary" &&
            this.props.record.data[field.currency_field || "currency_id"];
        return currency ? getCurrency(currency[0])?.symbol : "";
    }
}

registry.category("fields").add("replenish_limit", {
    ...floatField,
    component: LimitField,
    displayName: _t("Limit"),
    supportedTypes: ["float", "monetary"],
});
