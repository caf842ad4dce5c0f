/** @odoo-module **/

import {Component, useState} from "@odoo/owl";

/** An empty list that tells the truth: what was checked, and what comes next. */
export class RowsEmpty extends Component {
    static template = "stock_replenish_sync.RowsEmpty";
    static props = {};
    /** The filters a list opens with, the one it is about first. */
    static filters = [];

    setup() {
        this.worklist = useState(this.env.replenishWorklist.state);
    }

    get facts() {
        return this.worklist.facts;
    }

    /** Whether anything but the list's own filters leaves rows out. */
    get isNarrowed() {
        const {searchModel} = this.env;
        const {filters} = this.constructor;
        const active = searchModel.facets
            .filter((facet) => facet.type !== "groupBy")
            .flatMap((facet) =>
                searchModel
                    .getSearchItems((item) => item.groupId === facet.groupId)
                    .filter((item) => item.isActive || item.type === "field")
                    .map((item) => item.name)
            );
        return (
            !active.includes(filters[0]) ||
            active.some((name) => !filters.includes(name))
        );
    }

    /** What each kind of list says. */
    get title() {
        return "";
    }

    get checked() {
        return "";
    }

    get links() {
        return [];
    }

    get allLabel() {
        return "";
    }

    open(key) {
        return this.env.replenishWorklist.open(key);
    }
}
