/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const CALM = "o_replenish_calm";

/** Only what is critical or high has a colour, and always an icon and its word. */
export const LOOKS = {
    stocked_out: {icon: "fa-times-circle", className: "badge text-bg-danger"},
    runs_out: {icon: "fa-exclamation-triangle", className: "badge text-bg-warning"},
    failed: {icon: "fa-exclamation-triangle", className: "badge text-bg-warning"},
    order_now: {icon: "fa-shopping-cart", className: "badge o_replenish_medium"},
    held: {icon: "fa-hourglass-half", className: "badge o_replenish_low"},
    to_review: {icon: "fa-eye", className: "badge o_replenish_low"},
    waiting: {icon: "fa-clock-o", className: "badge o_replenish_low"},
    skipped: {icon: "fa-pencil", className: "badge o_replenish_low"},
    on_the_way: {icon: "fa-truck", className: "badge o_replenish_low"},
    covered: {icon: "fa-check", className: CALM},
    own_rule: {icon: "fa-cog", className: CALM},
};

/** What a status means, and what to do about it. */
function explain(status) {
    return {
        stocked_out: _t("Nothing on hand though there is demand."),
        runs_out: _t("Stock ends before an order placed today can arrive."),
        failed: _t("This item could not be planned. Exceptions says why."),
        order_now: _t("Due for ordering. Later would be too late."),
        held: _t(
            "Worth more than its policy allows without approval. Somebody has to approve it."
        ),
        to_review: _t("Its first parameters wait to be accepted under To Review."),
        waiting: _t("Its policy changed. The next plan tells what to order."),
        skipped: _t("Set to 0 by hand until the next plan."),
        on_the_way: _t("Short, but everything needed is on order."),
        covered: _t("Enough until the next order-by day."),
        own_rule: _t("No policy governs this item; Odoo's own rule does."),
    }[status];
}

/** How an item stands, as a badge with icon and word. */
export class ReplenishStatus extends Component {
    static template = "stock_replenish_sync.ReplenishStatus";
    static props = {...standardFieldProps};

    get status() {
        return this.props.record.data[this.props.name];
    }

    get look() {
        return LOOKS[this.status] || LOOKS.own_rule;
    }

    get label() {
        const {selection} = this.props.record.fields[this.props.name];
        return Object.fromEntries(selection)[this.status] || "";
    }

    get title() {
        return explain(this.status);
    }
}

export const replenishStatus = {
    component: ReplenishStatus,
    displayName: _t("Replenishment Status"),
    supportedTypes: ["selection"],
};

registry.category("fields").add("replenish_status", replenishStatus);
