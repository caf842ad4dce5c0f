/** @odoo-module **/

import {reactive, toRaw, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/** What the matrix gives to whom; asked again after every change of a line. */
class MatrixStore {
    constructor(orm) {
        this.orm = orm;
        this.overview = null;
        this.failed = false;
        this.ticket = 0;
    }

    async load() {
        const ticket = ++this.ticket;
        this.failed = false;
        try {
            const overview = await this.orm.silent.call(
                "stock.replenish.policy.rule",
                "get_overview",
                []
            );
            // An older answer may come last.
            if (ticket === this.ticket) {
                this.overview = overview;
            }
        } catch {
            this.failed = ticket === this.ticket;
        }
    }
}

const stores = new WeakMap();

/**
 * Return the store of a matrix screen.
 *
 * @param {Object} model the screen's relational model
 * @returns {MatrixStore}
 */
export function useMatrixStore(model) {
    const orm = useService("orm");
    // Each component holds a proxy of its own of the one model.
    const key = toRaw(model);
    if (!stores.has(key)) {
        stores.set(key, reactive(new MatrixStore(orm)));
    }
    return useState(stores.get(key));
}
