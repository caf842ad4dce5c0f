/** @odoo-module **/

import {Component, markRaw, onWillStart, useState} from "@odoo/owl";
import {day, dayAfter, shortNumber} from "./why_format";
import {historyConfig, projectionConfig} from "./why_chart_config";
import {Dialog} from "@web/core/dialog/dialog";
import {Notebook} from "@web/core/notebook/notebook";
import {WhyChart} from "./why_chart";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {useService} from "@web/core/utils/hooks";

const ORDERPOINT = "stock.warehouse.orderpoint";
const SUGGESTION = "stock.replenish.suggestion";

// What is said by colour is said by an icon and a word, too.
const TONES = {
    order: {icon: "fa-shopping-cart", color: "text-primary", word: _t("To order")},
    typed: {icon: "fa-pencil", color: "text-primary", word: _t("Typed")},
    held: {icon: "fa-hand-paper-o", color: "text-warning", word: _t("Held")},
    covered: {icon: "fa-check-circle", color: "text-success", word: _t("Covered")},
    ordered: {icon: "fa-truck", color: "text-success", word: _t("Ordered")},
    rejected: {icon: "fa-ban", color: "text-muted", word: _t("Rejected")},
    superseded: {icon: "fa-history", color: "text-muted", word: _t("Superseded")},
    decision: {icon: "fa-gavel", color: "text-muted", word: _t("Decision")},
    failed: {icon: "fa-times-circle", color: "text-danger", word: _t("Failed")},
    neutral: {icon: "fa-cog", color: "text-muted", word: _t("Odoo's own rule")},
    unplanned: {icon: "fa-clock-o", color: "text-muted", word: _t("Not planned yet")},
};

/** One number explained: what to do, from what, and what else was possible. */
export class WhyDialog extends Component {
    static template = "stock_replenish_sync.WhyDialog";
    static components = {Dialog, Notebook, WhyChart};
    static props = {
        resModel: String,
        resId: Number,
        onChanged: {type: Function, optional: true},
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.source = [this.props.resModel, this.props.resId];
        this.state = useState({why: null, isBusy: false, replay: null});
        this.day = day;
        this.shortNumber = shortNumber;
        this.asText = JSON.stringify;
        onWillStart(() => this.load());
    }

    async load() {
        const why = await this.orm.call("stock.replenish.why", "explain", this.source);
        // Raw: a chart that watches its own data would draw without end.
        this.state.why = markRaw({
            ...why,
            projectionChart: projectionConfig(why.projection, why.unit),
            historyChart: historyConfig(why.history, why.unit),
        });
        this.state.replay = null;
    }

    get why() {
        return this.state.why;
    }

    get tone() {
        return TONES[this.why.tone];
    }

    // Tables in place of the charts

    get projectionColumns() {
        const columns = [_t("Day"), _t("Leaves"), _t("Arrives"), _t("Without order")];
        return this.why.projection.planned.length
            ? [...columns, _t("New orders"), _t("As planned")]
            : columns;
    }

    get projectionRows() {
        const {balance, demand, orders, planned, receipts, start} = this.why.projection;
        return balance.map((value, index) => {
            const numbers = [demand[index], receipts[index], value];
            if (planned.length) {
                numbers.push(orders[index], planned[index]);
            }
            const date = dayAfter(start, index);
            return {key: date, cells: [day(date), ...numbers.map(shortNumber)]};
        });
    }

    get historyColumns() {
        return [_t("Week"), this.why.unit];
    }

    get historyRows() {
        return this.why.history.weeks
            .map(({start, end, quantity}) => ({
                key: `${start}|${end}`,
                cells: [`${day(start)} – ${day(end)}`, shortNumber(quantity)],
            }))
            .reverse();
    }

    get historyText() {
        const {weeks, total, pattern} = this.why.history;
        return _t("%(quantity)s shipped or used in %(weeks)s weeks: %(pattern)s.", {
            quantity: `${shortNumber(total)} ${this.why.unit}`,
            weeks: weeks.length,
            pattern,
        });
    }

    // Sentences with values

    changeText({label, now, then}) {
        return _t("%(label)s %(now)s now, %(then)s as planned", {label, now, then});
    }

    lateText(share) {
        return _t("%s of the receipts", share);
    }

    byText(who) {
        return _t("by %s", who);
    }

    // Links

    open({name, res_model, res_id, domain}) {
        return this.leave({
            type: "ir.actions.act_window",
            name,
            res_model,
            res_id,
            domain,
            target: "current",
            views: res_id
                ? [[false, "form"]]
                : [
                      [false, "list"],
                      [false, "form"],
                  ],
        });
    }

    openRule() {
        return this.open({
            name: this.why.title,
            res_model: ORDERPOINT,
            res_id: this.why.orderpoint_id,
        });
    }

    openPolicy() {
        return this.open({
            name: _t("Policy"),
            res_model: "stock.replenish.policy",
            res_id: this.why.may.policy,
        });
    }

    async openWeek(key) {
        const [first, last] = key.split("|");
        const args = [...this.source, first, last];
        return this.leave(
            await this.orm.call("stock.replenish.why", "open_demand", args)
        );
    }

    leave(action) {
        this.props.close();
        return this.action.doAction(action);
    }

    // Buttons

    get orderLabel() {
        return _t("Order %s", `${shortNumber(this.why.quantity)} ${this.why.unit}`);
    }

    async order() {
        const {suggestion_id, tone} = this.why;
        const single = this.source[0] !== ORDERPOINT && tone === "order";
        await this.act(
            single ? SUGGESTION : ORDERPOINT,
            single ? "action_order" : "action_replenish",
            single ? suggestion_id : this.why.orderpoint_id,
            // Tell what became of it, and not what is next.
            tone === "order" ? [SUGGESTION, suggestion_id] : this.source
        );
    }

    plan() {
        return this.act(ORDERPOINT, "action_plan", this.why.orderpoint_id, this.source);
    }

    async act(model, method, id, source) {
        this.state.isBusy = true;
        try {
            const action = await this.orm.call(model, method, [[id]]);
            if (action) {
                // The screen behind is read again below, without leaving the dialog.
                delete action.params?.next;
                await this.action.doAction(action);
            }
            this.source = source;
            await this.load();
            await this.props.onChanged?.();
        } finally {
            this.state.isBusy = false;
        }
    }

    async replay() {
        this.state.replay = await this.orm.call(
            "stock.replenish.why",
            "replay",
            this.source
        );
    }

    async copy() {
        await browser.navigator.clipboard.writeText(this.why.text);
        this.notification.add(_t("Copied."), {type: "success"});
    }
}
