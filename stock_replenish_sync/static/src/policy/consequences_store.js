/** @odoo-module **/

import {reactive, toRaw} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

/** What the server computes with: the parameters of the engine. */
export const PARAMETERS = [
    "method",
    "service_level",
    "service_kind",
    "review_days",
    "demand_stream",
    "lead_time_source",
    "minimum_receipts",
    "minimum_history",
    "lot_method",
    "lot_days",
    "lot_quantity",
    "order_cost",
    "holding_rate",
    "safety_days",
    "max_days_of_supply",
    "tolerance",
    "rounding",
    "horizon_days",
];
const DELAY = 400;

/**
 * What the settings in a form lead to. All parts of the form share one store, so
 * that a change of any setting is one call to the server.
 */
export class ConsequencesStore {
    constructor(orm) {
        this.orm = orm;
        this.result = null;
        this.loading = false;
        this.failed = false;
        this.scope = null;
        this.asked = "";
        this.ticket = 0;
        this.timer = null;
    }

    /**
     * Ask for what a record's values lead to, unless that was asked already.
     *
     * @param {Object} record
     * @param {Number} delay milliseconds to wait for more typing
     */
    follow(record, delay = DELAY) {
        const values = Object.fromEntries(
            PARAMETERS.map((name) => [name, record.data[name]])
        );
        const asked = JSON.stringify([
            record.resId,
            values,
            record.data.company_id,
            this.scope,
        ]);
        if (asked === this.asked) {
            return;
        }
        const first = !this.asked || record.resId !== this.resId;
        this.asked = asked;
        this.resId = record.resId;
        this.record = record;
        this.values = values;
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.load(), first ? 0 : delay);
    }

    async load() {
        const ticket = ++this.ticket;
        this.loading = true;
        this.failed = false;
        try {
            const result = await this.orm.silent.call(
                "stock.replenish.policy",
                "get_consequences",
                [this.resId ? [this.resId] : [], this.values, this.scope]
            );
            // An older answer may come last.
            if (ticket === this.ticket) {
                this.result = result;
            }
        } catch {
            this.failed = ticket === this.ticket;
        }
        if (ticket === this.ticket) {
            this.loading = false;
        }
    }

    choose(scope) {
        this.scope = scope;
        this.follow(this.record, 0);
    }
}

const stores = new WeakMap();

/**
 * Return the store of a form.
 *
 * @param {Object} model
 * @param {Object} orm
 * @returns {ConsequencesStore} reactive
 */
export function storeOf(model, orm) {
    // Each component holds a proxy of its own of the one model.
    const key = toRaw(model);
    if (!stores.has(key)) {
        stores.set(key, reactive(new ConsequencesStore(orm)));
    }
    return stores.get(key);
}
