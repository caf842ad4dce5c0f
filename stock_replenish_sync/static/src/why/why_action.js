/** @odoo-module **/

import {WhyDialog} from "./why_dialog";
import {registry} from "@web/core/registry";

/** Opens the explanation that a button of the server asks for. */
function openWhy(env, {params}) {
    env.services.dialog.add(WhyDialog, {
        resModel: params.resModel,
        resId: params.resId,
        onChanged: () => env.services.action.doAction("soft_reload"),
    });
}

registry.category("actions").add("stock_replenish_sync.why", openWhy);
