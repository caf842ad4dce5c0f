/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {FilterMenu} from "./filter_menu";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../../worklist/format";
import {utils} from "@web/core/ui/ui_service";

/** Who is chosen where everybody's items are shown. */
const EVERYBODY = [];

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
            chosen: filters[name] || [],
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
                chosen: filters.user_id ? [filters.user_id] : EVERYBODY,
                isSingle: true,
                onChange: ([id]) => this.props.onChange({user_id: id || false}),
            },
            {
                name: "days",
                label: _t("Period"),
                options: (options.periods || []).map((days) => ({
                    id: days,
                    name: counted(days, _t("1 day"), _t("%s days")),
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

    get usedCount() {
        const {company_ids: companies, ...filters} = this.props.filters;
        return (
            [companies, filters.warehouse_ids, filters.categ_ids].filter(
                (ids) => ids && ids.length
            ).length + (filters.user_id ? 1 : 0)
        );
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
