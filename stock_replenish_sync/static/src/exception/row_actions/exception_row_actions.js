/** @odoo-module **/

import {ExceptionActions, LOOKING} from "../exception_actions";
import {Component} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useRowsActions} from "../../rows/rows_actions";

const MAIN = ".o_replenish_suggested";

/** What can be done about a row by this user: [{code, label}], the suggested first. */
export function offeredActions(record, actions) {
    return (record.data.actions || []).filter(({code}) => actions.allows(code));
}

export function suggestedAction(record, actions) {
    return offeredActions(record, actions)[0];
}

/** The suggested action on a row, and what else can be done about it. */
export class ExceptionRowActions extends Component {
    static template = "stock_replenish_sync.ExceptionRowActions";
    static components = {Dropdown, DropdownItem};
    static props = {
        ...standardWidgetProps,
        isProminent: {type: Boolean, optional: true},
    };

    setup() {
        const {model} = this.props.record;
        this.actions =
            this.env.replenishActions ||
            useRowsActions(ExceptionActions, () => model.load());
    }

    get data() {
        return this.props.record.data;
    }

    get offered() {
        return offeredActions(this.props.record, this.actions);
    }

    get suggested() {
        return this.offered[0];
    }

    /** What the menu has besides: what changes something, then what only looks. */
    get others() {
        return this.offered.slice(1).filter(({code}) => !LOOKING.includes(code));
    }

    get looks() {
        return this.offered.slice(1).filter(({code}) => LOOKING.includes(code));
    }

    /** What can be done about any problem, as far as its status allows. */
    get handling() {
        const {state} = this.data;
        if (!this.actions.mayPlan || state === "resolved") {
            return [];
        }
        return [
            {code: "acknowledge", label: _t("Acknowledge"), when: state === "open"},
            {code: "snooze", label: _t("Snooze…"), when: state !== "snoozed"},
            {code: "assign", label: _t("Assign…"), when: true},
            {code: "resolve", label: _t("Resolve…"), when: true},
        ].filter(({when}) => when);
    }

    get isEmpty() {
        return !(this.others.length + this.looks.length + this.handling.length);
    }

    get subject() {
        const {product_id: product, reference} = this.data;
        return (product && product[1]) || reference || this.data.problem || "";
    }

    get suggestedLabel() {
        return sprintf(_t("%(action)s: %(subject)s"), {
            action: this.suggested.label,
            subject: this.subject,
        });
    }

    get moreLabel() {
        return sprintf(_t("More actions for %s"), this.subject);
    }

    /** What is typed in a form counts before it is acted upon. */
    async run(code) {
        const {record} = this.props;
        if (record.isInEdition && (await record.save()) === false) {
            return;
        }
        await this.actions.run(code, record);
    }

    /** From button to button of the rows; the list knows only cells with fields. */
    onKeydown(ev) {
        const row = ev.target.closest(".o_data_row");
        if (!row || !ev.target.matches(MAIN)) {
            return;
        }
        if (ev.key === "ArrowLeft") {
            const cells = row.querySelectorAll(".o_data_cell[tabindex]");
            cells[cells.length - 1].focus();
        } else if (["ArrowDown", "ArrowUp"].includes(ev.key)) {
            this.focusNext(row, ev.key === "ArrowDown" ? 1 : -1);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    focusNext(row, step) {
        const rows = [...row.closest("table").querySelectorAll(".o_data_row")];
        const next = rows[rows.indexOf(row) + step];
        if (next) {
            (next.querySelector(MAIN) || next.querySelector(".o_data_cell")).focus();
        }
    }
}

registry.category("view_widgets").add("replenish_exception_actions", {
    component: ExceptionRowActions,
    extractProps: ({options}) => ({isProminent: Boolean(options.prominent)}),
    fieldDependencies: [
        {name: "actions", type: "json"},
        {name: "state", type: "selection"},
        {name: "problem", type: "char"},
        {name: "reference", type: "char"},
        {name: "product_id", type: "many2one", relation: "product.product"},
        {
            name: "orderpoint_id",
            type: "many2one",
            relation: "stock.warehouse.orderpoint",
        },
    ],
});
