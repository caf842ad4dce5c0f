/** @odoo-module **/

import {figureLabel, figureMoney} from "../tower_words";
import {Component} from "@odoo/owl";

/**
 * A table whose cells are the darker the more money they hold; one hue, and the number
 * is always there. Each cell opens what it counts.
 */
export class TowerHeat extends Component {
    static template = "stock_replenish_sync.TowerHeat";
    static props = {
        caption: String,
        corner: String,
        /** [{key, label}] */
        columns: Array,
        /** [{id, label, count, value, drill, cells}], cells as the columns are, or null. */
        rows: Array,
        currencyId: [Number, Boolean],
        onDrill: Function,
    };

    get most() {
        const values = this.props.rows.flatMap(({cells}) =>
            cells.map((cell) => (cell && cell.value) || 0)
        );
        return Math.max(0, ...values);
    }

    /** How dark a cell is, from 0 to 1; the root tells small ones apart, too. */
    share(cell) {
        return this.most ? Math.sqrt(Math.max(cell.value || 0, 0) / this.most) : 0;
    }

    isFilled(cell) {
        return Boolean(cell && cell.count);
    }

    count(cell) {
        return cell.count.toLocaleString();
    }

    money(cell) {
        return figureMoney(cell.value, this.props.currencyId);
    }

    totalLabel(row) {
        return figureLabel(row, this.props.currencyId);
    }

    label(row, column, cell) {
        const label = `${row.label}, ${column.label}`;
        return figureLabel({...cell, label}, this.props.currencyId);
    }
}
