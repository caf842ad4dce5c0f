/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {FilterMenu} from "./filter_menu";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../../worklist/format";
import {utils} from "@web/core/ui/ui_service";

const NONE = [];

/** What the tower is about: companies, warehouses, families, planner, days. */
export class TowerFilters extends Component {
    static template = "stock_replenish_sync.TowerFilters";
    static components = {FilterMenu};
    static props = {
        /** As the server used them. */
        filters: Object,
        options: Object,
        onChange: Function,
    };

    setup() {
        this.isSmall = utils.isSmall();
        this.state = useState({isOpen: !this.isSmall});
    }

    get menus() {
        const {filters, options} = this.props;
        const several = (name, label, allLabel, list) => ({
            name,
            label,
            allLabel,
            options: list || [],
            chosen: this.chosen(filters[name] || [], list || []),
            onChange: (ids) => this.props.onChange({[name]: ids}),
        });
        return [
            several(
                "company_ids",
                _t("Company"),
                _t("All companies"),
                options.companies
            ),
            several(
                "warehouse_ids",
                _t("Warehouse"),
                _t("All warehouses"),
                options.warehouses
            ),
            several("categ_ids", _t("Family"), _t("All families"), options.families),
            {
                name: "user_id",
                label: _t("Planner"),
                allLabel: _t("All planners"),
                options: (options.planners || []).map(({id, name, is_me: isMe}) => ({
                    id,
                    name: isMe ? _t("Mine or without owner") : name,
                })),
                chosen: filters.user_id ? [filters.user_id] : NONE,
                isSingle: true,
                onChange: ([id]) => this.props.onChange({user_id: id || false}),
            },
            {
                name: "days",
                label: _t("Period"),
                options: (options.periods || []).map((days) => ({
                    id: days,
                    name: counted(days, _t("Next day"), _t("Next %s days")),
                })),
                chosen: [filters.days],
                isSingle: true,
                onChange: ([days]) => this.props.onChange({days}),
            },
            // Where there is no choice, there is nothing to choose.
        ].filter(
            (menu) => menu.options.length > 1 || (menu.isSingle && menu.chosen[0])
        );
    }

    /** Who has chosen all has chosen nothing in particular. */
    chosen(ids, options) {
        return ids.length < options.length ? ids : NONE;
    }

    /** The period is no filter: it leaves nothing out. */
    get usedCount() {
        return this.menus.filter(({name, chosen}) => name !== "days" && chosen.length)
            .length;
    }

    get foldText() {
        return this.usedCount
            ? counted(this.usedCount, _t("1 filter"), _t("%s filters"))
            : _t("Filters");
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
    }
}
