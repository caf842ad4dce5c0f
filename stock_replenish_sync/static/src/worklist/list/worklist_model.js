/** @odoo-module **/

import {RelationalModel} from "@web/model/relational_model/relational_model";

/** Keeps what the server says a group is worth beside the groups. */
export class WorklistModel extends RelationalModel {
    setup() {
        super.setup(...arguments);
        this.groupTotals = {};
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
