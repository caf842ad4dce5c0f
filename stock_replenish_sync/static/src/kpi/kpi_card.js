/** @odoo-module **/

import {changeOf, kpiText} from "./kpi_format";
import {Component} from "@odoo/owl";
import {KpiTrend} from "./kpi_trend";
import {ReplenishInfo} from "../info/info";
import {_t} from "@web/core/l10n/translation";
import {sprintf} from "@web/core/utils/strings";

/** One KPI: its value, how it moved, target, trend, and where it is worst. */
export class KpiCard extends Component {
    static template = "stock_replenish_sync.KpiCard";
    static components = {KpiTrend, ReplenishInfo};
    static props = {card: Object, days: Number, open: Function};

    get card() {
        return this.props.card;
    }

    get value() {
        return kpiText(this.card.value, this.card.unit);
    }

    get isKnown() {
        return this.card.value !== null;
    }

    get hasTrend() {
        return this.card.trend.some((point) => point.value !== null);
    }

    get change() {
        return changeOf(this.card);
    }

    get changeTitle() {
        return sprintf(_t("%(days)s days before: %(value)s"), {
            days: this.props.days,
            value: kpiText(this.card.before, this.card.unit),
        });
    }

    get target() {
        const {target, unit} = this.card;
        return target !== null && sprintf(_t("Target %s"), kpiText(target, unit));
    }

    get baseline() {
        const {baseline, unit} = this.card;
        return (
            baseline !== null &&
            sprintf(_t("Before the start %s"), kpiText(baseline, unit))
        );
    }

    get worst() {
        const {worst, unit} = this.card;
        return (
            worst &&
            sprintf(_t("Worst: %(warehouse)s, %(value)s"), {
                warehouse: worst.name,
                value: kpiText(worst.value, unit),
            })
        );
    }
}
