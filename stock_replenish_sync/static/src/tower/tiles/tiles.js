/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {changeText, figureLabel, figureMoney} from "../tower_words";
import {ReplenishInfo} from "../../info/info";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../../worklist/format";

/** Only what is critical or high has a colour. */
const COLORS = {3: "text-bg-danger", 2: "text-bg-warning"};

/** Numbers that are opened: how many, how much, and how it moved. */
export class TowerTiles extends Component {
    static template = "stock_replenish_sync.TowerTiles";
    static components = {ReplenishInfo};
    static props = {
        /** [{key, label, help, icon, severity, count, value, change, drill}] */
        tiles: Array,
        /** [{key, label, help, icon, count, value, drill}]: what waits to be done. */
        work: Array,
        /** The same as tiles, of all that is not so urgent, or does not occur. */
        more: Array,
        currencyId: [Number, Boolean],
        onDrill: Function,
    };

    setup() {
        this.state = useState({isOpen: false});
    }

    get moreText() {
        return counted(
            this.props.more.length,
            _t("1 more kind"),
            _t("All kinds (%s more)")
        );
    }

    color(tile) {
        return (tile.count && COLORS[tile.severity]) || "o_replenish_calm_icon";
    }

    icon(tile) {
        return tile.icon || "fa-circle-o";
    }

    count(tile) {
        return (tile.count || 0).toLocaleString();
    }

    money(tile) {
        return figureMoney(tile.value, this.props.currencyId);
    }

    change(tile) {
        return changeText(tile.change);
    }

    label(tile) {
        return figureLabel(tile, this.props.currencyId);
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
    }
}
