/** @odoo-module **/

import {Component, useState} from "@odoo/owl";
import {formatFloat, formatInteger, formatMonetary} from "@web/views/fields/formatters";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {storeOf} from "./consequences_store";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {useService} from "@web/core/utils/hooks";

/** What one group of a policy's settings leads to, beside that group. */
export class Consequences extends Component {
    static template = "stock_replenish_sync.Consequences";
    static props = {...standardWidgetProps, part: {type: String}};
    static parts = {
        scope: "stock_replenish_sync.Consequences.Scope",
        service: "stock_replenish_sync.Consequences.Service",
        lot: "stock_replenish_sync.Consequences.Lot",
        rhythm: "stock_replenish_sync.Consequences.Rhythm",
        history: "stock_replenish_sync.Consequences.History",
        governance: "stock_replenish_sync.Consequences.Governance",
    };

    setup() {
        const model = this.props.record.model;
        this.store = useState(storeOf(model, useService("orm")));
        useRecordObserver((record) => {
            if (record.data.method !== "min_max") {
                this.store.follow(record);
            }
        });
    }

    get result() {
        return this.store.result;
    }

    get partTemplate() {
        return this.constructor.parts[this.props.part];
    }

    /** Saving shows a preview, because rules already follow this policy. */
    get previewsOnSave() {
        const {record} = this.props;
        return Boolean(record.resId && record.dirty && record.data.orderpoint_count);
    }

    onPreview() {
        return this.props.record.save();
    }

    get ready() {
        return Boolean(this.result && !this.result.problem && !this.result.neutral);
    }

    /** There is something to count with, so figures mean something. */
    get hasFigures() {
        return this.ready && this.result.used > 0;
    }

    get isExample() {
        return this.result.scope !== "governed";
    }

    /** Why figures may be less than the whole truth, as sentences. */
    get notes() {
        const told = this.result;
        const notes = [];
        if (told.hidden) {
            notes.push(
                _t(
                    "%s rules of companies that are not selected follow it too.",
                    formatInteger(told.hidden)
                )
            );
        }
        if (told.sampled) {
            notes.push(
                _t("Estimated from %(sampled)s of %(used)s rules, evenly spread.", {
                    sampled: formatInteger(told.sampled),
                    used: formatInteger(told.used),
                })
            );
        }
        if (told.not_planned) {
            notes.push(
                _t("%s not planned yet, left out.", formatInteger(told.not_planned))
            );
        }
        if (told.without_demand) {
            notes.push(_t("%s without demand.", formatInteger(told.without_demand)));
        }
        if (told.without_cost) {
            notes.push(
                _t(
                    "%s without a cost count as worth nothing.",
                    formatInteger(told.without_cost)
                )
            );
        }
        return notes;
    }

    onScope(ev) {
        this.store.choose(ev.target.value);
    }

    onRetry() {
        this.store.load();
    }

    money(value) {
        return formatMonetary(value, {
            currencyId: this.result.currency_id,
            digits: [16, 0],
            humanReadable: value >= 1e6,
        });
    }

    /** A number of things: one decimal while it is small. */
    whole(value) {
        const digits = value < 10 && value % 1 > 0.05 ? 1 : 0;
        return formatFloat(value, {digits: [16, digits]});
    }

    days(value) {
        if (value === false) {
            return "–";
        }
        return value === 1 ? _t("1 day") : _t("%s days", this.whole(value));
    }

    percent(value) {
        const shown = Math.round(value * 1e4) / 100;
        const digits = [0, 1].find((count) => !((shown * 10 ** count) % 1)) ?? 2;
        return _t("%s %", formatFloat(shown, {digits: [16, digits]}));
    }

    scopeTitle(scope) {
        return _t("%(count)s %(rules)s", {
            count: formatInteger(scope.count),
            rules: scope.label,
        });
    }

    get todayText() {
        return _t("today %s", this.money(this.result.today.safety_value));
    }

    /**
     * Money against the settings in the form, such as "+ €2,400".
     *
     * @param {Number} value
     * @param {Number} base
     * @returns {String}
     */
    difference(value, base) {
        const step = Math.round(value - base);
        if (!step) {
            return "";
        }
        return (step > 0 ? "+ " : "− ") + this.money(Math.abs(step));
    }

    barStyle(value) {
        const most = Math.max(...this.result.levels.map((row) => row.safety_value));
        return `width: ${most > 0 ? Math.round((100 * value) / most) : 0}%`;
    }
}

export const consequences = {
    component: Consequences,
    extractProps: ({options}) => ({part: options.part}),
};

registry.category("view_widgets").add("replenish_consequences", consequences);
