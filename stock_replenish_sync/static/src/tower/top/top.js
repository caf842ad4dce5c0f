/** @odoo-module **/

import {Component} from "@odoo/owl";
import {absoluteDate, relativeDate} from "../../worklist/format";
import {ExceptionRowActions} from "../../exception/row_actions/exception_row_actions";
import {LOOKS} from "../../exception/exception_severity";
import {deserializeDate} from "@web/core/l10n/dates";
import {figureMoney} from "../tower_words";

/** The items with most money at risk, each with what can be done about it. */
export class TowerTop extends Component {
    static template = "stock_replenish_sync.TowerTop";
    static components = {ExceptionRowActions};
    static props = {
        /** [{id, kind_label, severity, product, warehouse, problem, value, act_by, …}] */
        rows: Array,
        model: String,
        currencyId: [Number, Boolean],
        onOpen: Function,
        onReload: Function,
    };

    look(row) {
        return LOOKS[row.severity] || LOOKS[0];
    }

    money(row) {
        return figureMoney(row.value, this.props.currencyId);
    }

    actBy(row) {
        return row.act_by ? relativeDate(deserializeDate(row.act_by), true) : "";
    }

    actByTitle(row) {
        return row.act_by ? absoluteDate(deserializeDate(row.act_by)) : "";
    }

    /** What it is about: an item in a warehouse, or a document. */
    subject({product, warehouse, reference}) {
        return [product || reference, warehouse].filter(Boolean).join(" · ");
    }

    /** A row as the buttons beside it know it from lists. */
    record(row) {
        return {
            resId: row.id,
            resModel: this.props.model,
            isInEdition: false,
            data: {
                actions: row.actions,
                state: row.state || "open",
                problem: row.problem,
                reference: row.reference || "",
                product_id: row.product ? [false, row.product] : false,
                orderpoint_id: row.orderpoint_id || false,
            },
            model: {load: () => this.props.onReload()},
        };
    }
}
