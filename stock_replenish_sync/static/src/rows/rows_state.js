/** @odoo-module **/

import {reactive, useEnv} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";

const PANEL_KEY = "replenish_worklist_panel";
const WIDE = 1700;

/** What the chip above a list and the empty list say; one call to the server. */
export class RowsState {
    /** The model and its method that know; said by each kind of list. */
    model = "";
    method = "";

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
        this.state.facts = await this.orm.call(this.model, this.method, []);
    }

    openAction(name, filters = {}) {
        return this.action.doAction(`stock_replenish_sync.${name}`, {
            additionalContext: filters,
        });
    }
}

export function useRowsState(State) {
    const services = {orm: useService("orm"), action: useService("action")};
    return new State(useEnv(), services);
}
