/** @odoo-module **/

import {MODEL} from "./exception_actions";
import {RowsState} from "../rows/rows_state";

/** When exceptions were looked for, and how many there are. */
export class ExceptionState extends RowsState {
    model = MODEL;
    method = "replenish_exception_state";

    /** Open what a number of the chip counts: the very rows. */
    open(key) {
        if (key === "runs") {
            return this.openAction("stock_replenish_run_action");
        }
        const isOpen = ["critical", "high", "without_owner"].includes(key);
        return this.openAction("stock_replenish_exception_action", {
            search_default_open: isOpen ? 1 : 0,
            [`search_default_${key}`]: 1,
        });
    }
}
