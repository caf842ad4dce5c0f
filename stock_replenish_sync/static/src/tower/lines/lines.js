/** @odoo-module **/

import {figureLabel, figureMoney, itemsText} from "../tower_words";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatQuantity} from "../../worklist/format";
import {sprintf} from "@web/core/utils/strings";

/** Up to two days hours are told, then days. */
const HOURS = 48;

/** How late something is, in words. */
export function waitText(hours) {
    return hours < HOURS
        ? sprintf(_t("%s h late"), formatQuantity(hours, {digits: [16, 0]}))
        : sprintf(_t("%s d late"), formatQuantity(hours / 24, {digits: [16, 0]}));
}

/** A few lines with a number and its money, as a bar; each opens what it counts. */
export class TowerLines extends Component {
    static template = "stock_replenish_sync.TowerLines";
    static props = {
        /** [{label, count, value, hours (optional), drill}] */
        lines: Array,
        empty: String,
        currencyId: [Number, Boolean],
        onDrill: Function,
    };

    /** What does not occur needs no line. */
    get lines() {
        return this.props.lines.filter(({count}) => count);
    }

    get most() {
        return Math.max(0, ...this.lines.map(({value}) => value || 0));
    }

    get hasHours() {
        return this.lines.some(({hours}) => hours);
    }

    share(line) {
        return this.most ? Math.max(line.value || 0, 0) / this.most : 0;
    }

    count(line) {
        return itemsText(line.count);
    }

    money(line) {
        return figureMoney(line.value, this.props.currencyId);
    }

    wait(line) {
        return line.hours ? waitText(line.hours) : "";
    }

    label(line) {
        return [figureLabel(line, this.props.currencyId), this.wait(line)]
            .filter(Boolean)
            .join(", ");
    }
}
