/** @odoo-module **/

import {Component} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {openWhy} from "../why_hook";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useRowsActions} from "../../rows/rows_actions";
import {WorklistActions} from "../worklist_actions";

/** "Order Once" on a row, and what else can be done about it. */
export class RowActions extends Component {
    static template = "stock_replenish_sync.RowActions";
    static components = {Dropdown, DropdownItem};
    static props = {...standardWidgetProps};

    setup() {
        const {model} = this.props.record;
        this.actions =
            this.env.replenishActions ||
            useRowsActions(WorklistActions, () => model.load());
    }

    get data() {
        return this.props.record.data;
    }

    get canOrder() {
        return this.actions.mayPlan && this.data.qty_to_order > 0;
    }

    get orderLabel() {
        return sprintf(_t("Order %s once"), this.productName);
    }

    get moreLabel() {
        return sprintf(_t("More actions for %s"), this.productName);
    }

    get whyLabel() {
        return sprintf(_t("Why this quantity of %s"), this.productName);
    }

    get productName() {
        return this.data.product_id ? this.data.product_id[1] : "";
    }

    get isTyped() {
        return Boolean(this.data.typed_on);
    }

    /** A quantity that is still in the input counts as typed. */
    async save() {
        const {record} = this.props;
        const {root} = record.model;
        if (root.leaveEditMode) {
            return root.leaveEditMode();
        }
        return record.save();
    }

    async order(toMax = false) {
        if ((await this.save()) !== false) {
            await this.actions.orderRow(this.props.record, toMax);
        }
    }

    why() {
        openWhy(this.env, this.props.record, this.actions.reload);
    }

    async call(method) {
        if ((await this.save()) !== false) {
            await this.actions.call(method, [this.props.record.resId]);
        }
    }
}

export const rowActions = {
    component: RowActions,
    fieldDependencies: [
        {name: "product_id", type: "many2one", relation: "product.product"},
        {name: "qty_to_order", type: "float"},
        {name: "typed_on", type: "datetime"},
        {name: "snoozed_until", type: "date"},
        {name: "policy_locked", type: "boolean"},
        {name: "trigger", type: "selection"},
    ],
};

registry.category("view_widgets").add("replenish_row_actions", rowActions);
