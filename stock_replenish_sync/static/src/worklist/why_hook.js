/** @odoo-module **/

import {WhyDialog} from "../why/why_dialog";
import {registry} from "@web/core/registry";

/** What explains a row: key "why", a function of (env, record, onChanged). */
const hooks = registry.category("replenish_worklist");

hooks.add("why", (env, record, onChanged) =>
    env.services.dialog.add(WhyDialog, {
        resModel: record.resModel,
        resId: record.resId,
        onChanged,
    })
);

export function openWhy(env, record, onChanged) {
    if (record && record.resId) {
        hooks.get("why")(env, record, onChanged);
    }
}
