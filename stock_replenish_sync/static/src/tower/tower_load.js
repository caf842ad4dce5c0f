/** @odoo-module **/

import {KeepLast} from "@web/core/utils/concurrency";
import {ConnectionLostError} from "@web/core/network/rpc_service";
import {_t} from "@web/core/l10n/translation";

const MODEL = "stock.replenish.tower";
const ACCESS = "odoo.exceptions.AccessError";
const SAID_TO_USERS = [
    ACCESS,
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
];

/**
 * What an error means to who looks at the screen.
 *
 * @param {Error} error
 * @returns {Object} text; canRetry: whether trying again may help; isAsked: whether what
 *     was asked for is to blame
 */
export function problemOf(error) {
    if (error instanceof ConnectionLostError) {
        return {text: _t("The server does not answer."), canRetry: true};
    }
    if (error && SAID_TO_USERS.includes(error.exceptionName)) {
        const isAsked = error.exceptionName !== ACCESS;
        return {text: error.data.message, canRetry: isAsked, isAsked};
    }
    return {text: "", canRetry: true};
}

/** Reads the tower; where several answers are under way the last question counts. */
export class TowerLoader {
    constructor(orm, state) {
        this.orm = orm;
        this.state = state;
        this.keepLast = new KeepLast();
    }

    /**
     * Read everything anew. What was there stays until the answer is, or if none comes.
     *
     * @param {Object} filters
     */
    async load(filters) {
        const {state} = this;
        state.isBusy = true;
        try {
            state.data = await this.keepLast.add(
                this.orm.silent.call(MODEL, "replenish_tower", [filters])
            );
            state.problem = null;
        } catch (error) {
            state.problem = problemOf(error);
        }
        state.isBusy = false;
    }
}
