/** @odoo-module **/

import {RelationalModel} from "@web/model/relational_model/relational_model";

// A page of rows: more than a screen shows.
const FILLED = 80;

/** Keeps what the server says a group is worth beside the groups. */
export class WorklistModel extends RelationalModel {
    setup() {
        super.setup(...arguments);
        this.groupTotals = {};
    }

    /** A group that was emptied goes: kept, it would show the total of before. */
    async _loadGroupedList(config) {
        config.currentGroups = null;
        return super._loadGroupedList(...arguments);
    }

    async _webReadGroup() {
        const response = await super._webReadGroup(...arguments);
        for (const group of response.groups) {
            if (group.replenish_total) {
                this.groupTotals[JSON.stringify(group.__domain)] =
                    group.replenish_total;
            }
        }
        return response;
    }

    totalOf(group) {
        return this.groupTotals[JSON.stringify(group.config.initialDomain)];
    }
}

/** Unfolds groups until they fill the screen: each one costs a request of its own. */
export class WorklistListModel extends WorklistModel {
    async _webReadGroup(config, firstGroupByName) {
        const response = await super._webReadGroup(...arguments);
        let rows = 0;
        for (const group of response.groups) {
            group.__fold = rows >= FILLED;
            rows += Math.min(group[`${firstGroupByName}_count`], FILLED);
        }
        return response;
    }
}
