/** @odoo-module **/

import {reactive, useEnv} from "@odoo/owl";
import {MODEL} from "../worklist_actions";
import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";

const PANEL_KEY = "replenish_worklist_panel";
const WIDE = 1700;

/** What the chip above the list and the empty list say; one call to the server. */
export class WorklistState {
    constructor(env, services) {
        this.env = env;
        Object.assign(this, services);
        this.state = reactive({
            facts: null,
            hasPanel: false,
            isPanelOpen: this.readPanel(),
        });
    }

    readPanel() {
        const saved = browser.localStorage.getItem(PANEL_KEY);
        return saved ? saved === "1" : browser.innerWidth >= WIDE;
    }

    togglePanel() {
        this.state.isPanelOpen = !this.state.isPanelOpen;
        browser.localStorage.setItem(PANEL_KEY, this.state.isPanelOpen ? "1" : "0");
        // Columns are as wide as the room they had: let the list measure again.
        browser.setTimeout(() => window.dispatchEvent(new Event("resize")));
    }

    async load() {
        this.state.facts = await this.orm.call(MODEL, "replenish_worklist_state", []);
    }

    /** Open what a number of the chip counts: the very rows. */
    open(key) {
        if (key === "runs") {
            return this.action.doAction(
                "stock_replenish_sync.stock_replenish_run_action"
            );
        }
        if (key === "exceptions") {
            return this.action.doAction(
                "stock_replenish_sync.stock_replenish_exception_action"
            );
        }
        return this.action.doAction(
            "stock_replenish_sync.stock_warehouse_orderpoint_action",
            {additionalContext: {[`search_default_${key}`]: 1}}
        );
    }
}

export function useWorklistState() {
    const services = {orm: useService("orm"), action: useService("action")};
    return new WorklistState(useEnv(), services);
}
