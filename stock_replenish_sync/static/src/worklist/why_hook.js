/** @odoo-module **/

import {registry} from "@web/core/registry";

/**
 * Where the explanation of a row hooks in: key "why" of this registry, a function of
 * (env, record, onChanged). Without one the worklist offers none.
 */
export const worklistHooks = registry.category("replenish_worklist");

export function hasWhy() {
    return worklistHooks.contains("why");
}

export function openWhy(env, record, onChanged) {
    if (hasWhy() && record && record.resId) {
        worklistHooks.get("why")(env, record, onChanged);
    }
}
