/** @odoo-module **/

import {MODEL} from "../worklist_actions";
import {RowsState} from "../../rows/rows_state";

/** What the chip above the list and the empty list say; one call to the server. */
export class WorklistState extends RowsState {
    model = MODEL;
    method = "replenish_worklist_state";

    /** Open what a number of the chip counts: the very rows. */
    open(key) {
        if (key === "runs") {
            return this.openAction("stock_replenish_run_action");
        }
        if (key === "exceptions") {
            return this.openAction("stock_replenish_exception_action");
        }
        return this.openAction("stock_warehouse_orderpoint_action", {
            [`search_default_${key}`]: 1,
        });
    }
}
