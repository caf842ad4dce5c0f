/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {TowerHeat} from "../heat/heat";
import {_t} from "@web/core/l10n/translation";
import {sprintf} from "@web/core/utils/strings";

const NAMES = () => ({
    family: _t("Family"),
    segment: _t("Customers"),
    company: _t("Company"),
});

/** Where service is at risk: warehouses by what the user chooses to compare. */
export class TowerRisk extends Component {
    static template = "stock_replenish_sync.TowerRisk";
    static components = {TowerHeat};
    static props = {
        /** {family: {columns, rows}, segment: …, company: …} */
        by: Object,
        currencyId: [Number, Boolean],
        onDrill: Function,
    };

    setup() {
        this.state = useState({chosen: ""});
    }

    /** What can be compared: one column, or one company, compares nothing. */
    get ways() {
        const {by} = this.props;
        const names = NAMES();
        const all = Object.keys(names).filter((key) => by[key] && by[key].rows.length);
        const useful = all.filter(
            (key) =>
                by[key].columns.length > 1 &&
                (key !== "company" || by[key].rows.length > 1)
        );
        return (useful.length ? useful : all.slice(0, 1)).map((key) => ({
            key,
            label: names[key],
        }));
    }

    get chosen() {
        const keys = this.ways.map(({key}) => key);
        return keys.includes(this.state.chosen) ? this.state.chosen : keys[0];
    }

    get map() {
        return this.props.by[this.chosen];
    }

    get caption() {
        return sprintf(_t("Money at risk by warehouse and %s"), NAMES()[this.chosen]);
    }

    get corner() {
        return _t("Warehouse");
    }

    choose(key) {
        this.state.chosen = key;
    }
}
