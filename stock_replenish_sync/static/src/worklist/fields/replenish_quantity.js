/** @odoo-module **/

import {FloatField, floatField} from "@web/views/fields/float/float_field";
import {UNKNOWN, formatQuantity} from "../format";
import {_t} from "@web/core/l10n/translation";
import {formatDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";

/**
 * A quantity with its unit. On the quantity to order it also says what the plan had
 * where a person typed another one, and what waits for approval.
 */
export class ReplenishQuantity extends FloatField {
    static template = "stock_replenish_sync.ReplenishQuantity";
    static props = {
        ...FloatField.props,
        isComputed: {type: Boolean, optional: true},
        withoutUnit: {type: Boolean, optional: true},
    };

    get data() {
        return this.props.record.data;
    }

    get isToOrder() {
        return this.props.name === "qty_to_order";
    }

    get isUnknown() {
        return (
            this.isToOrder && this.data.replenish_status === "waiting" && !this.value
        );
    }

    /** Editing shows the exact number, reading what says something. */
    get formattedValue() {
        if (this.props.readonly && this.isUnknown) {
            return UNKNOWN;
        }
        return this.format(this.value, this.props.isComputed);
    }

    format(value, isComputed = false) {
        return formatQuantity(value, {
            digits: this.digits,
            step: isComputed ? this.data.quantity_step : 0,
        });
    }

    get unit() {
        return this.props.withoutUnit || this.isUnknown
            ? ""
            : this.data.product_uom_name;
    }

    get isTyped() {
        return this.isToOrder && Boolean(this.data.typed_on);
    }

    get typedTitle() {
        return sprintf(
            _t("Typed by %(who)s, %(when)s. It stands until the next plan."),
            {
                who: this.data.typed_uid ? this.data.typed_uid[1] : _t("somebody"),
                when: formatDateTime(this.data.typed_on),
            }
        );
    }

    get planned() {
        return sprintf(_t("plan %s"), this.format(this.data.suggested_qty));
    }

    get held() {
        const held = this.isToOrder ? this.data.held_qty : 0;
        return held > 0 ? this.format(held) : "";
    }

    get heldTitle() {
        return sprintf(_t("%(quantity)s %(unit)s more wait for approval."), {
            quantity: this.held,
            unit: this.data.product_uom_name,
        });
    }
}

export const replenishQuantity = {
    ...floatField,
    component: ReplenishQuantity,
    displayName: _t("Planned Quantity"),
    fieldDependencies: [
        {name: "product_uom_name", type: "char"},
        {name: "quantity_step", type: "float"},
    ],
    extractProps: (info) => ({
        ...floatField.extractProps(info),
        isComputed: Boolean(info.options.computed),
        withoutUnit: Boolean(info.options.without_unit),
    }),
};

registry.category("fields").add("replenish_quantity", replenishQuantity);
