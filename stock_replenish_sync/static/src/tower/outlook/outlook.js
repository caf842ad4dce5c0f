/** @odoo-module **/

import {Component, onWillRender} from "@odoo/owl";
import {barLabel, outlookConfig} from "./outlook_config";
import {WhyChart} from "../../why/why_chart";
import {_t} from "@web/core/l10n/translation";
import {figureMoney} from "../tower_words";

/** Stock-outs now and by week, as bars and as a table; each opens its items. */
export class TowerOutlook extends Component {
    static template = "stock_replenish_sync.TowerOutlook";
    static components = {WhyChart};
    static props = {
        /** [{key, start, label, count, value, drill}] */
        bars: Array,
        currencyId: [Number, Boolean],
        onDrill: Function,
    };

    setup() {
        let drawn = null;
        onWillRender(() => {
            const {bars, currencyId, onDrill} = this.props;
            if (drawn !== bars) {
                drawn = bars;
                // A chart is made anew only where its numbers are.
                this.config = outlookConfig(bars, currencyId, onDrill);
            }
        });
    }

    get isEmpty() {
        return this.props.bars.every(({count}) => !count);
    }

    get columns() {
        return [_t("Week"), _t("Items"), _t("At risk")];
    }

    get rows() {
        return this.props.bars.map((bar) => ({
            key: bar.key,
            cells: [
                barLabel(bar),
                bar.count.toLocaleString(),
                figureMoney(bar.value, this.props.currencyId),
            ],
        }));
    }

    /** The chart for those who do not see it. */
    get text() {
        return this.props.bars
            .map((bar) => `${barLabel(bar)}: ${bar.count.toLocaleString()}`)
            .join(", ");
    }

    open(key) {
        const bar = this.props.bars.find((one) => one.key === key);
        return this.props.onDrill(bar.drill);
    }
}
