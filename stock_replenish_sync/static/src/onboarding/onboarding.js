/** @odoo-module **/

import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {WhyDialog} from "../why/why_dialog";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../worklist/format";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useSetupAction} from "@web/webclient/actions/action_hook";

const MODEL = "stock.replenish.onboarding";
const PATTERNS = () => ({
    none: _t("no demand"),
    smooth: _t("smooth"),
    erratic: _t("erratic"),
    intermittent: _t("intermittent"),
    lumpy: _t("lumpy"),
});

/** The first hour: each step does the real thing, one status says where we are. */
export class Onboarding extends Component {
    static template = "stock_replenish_sync.Onboarding";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = {controlPanel: {}};
        this.page = useRef("page");
        const left = this.props.state || {};
        this.state = useState({
            status: null,
            busy: "",
            choice: left.choice || {
                mode: "pilot",
                warehouseId: 0,
                cItems: "keep",
                shared: false,
            },
        });
        useSetupAction({
            getLocalState: () => ({choice: {...this.state.choice}}),
        });
        onWillStart(() => this.load());
    }

    async load() {
        this.take(await this.orm.call(MODEL, "get_status", []));
    }

    /** Show a status; the first warehouse is the one to begin with. */
    take(status) {
        this.state.status = status;
        const {choice} = this.state;
        const ids = status.warehouses.map((row) => row.id);
        if (!ids.includes(choice.warehouseId)) {
            const open = status.warehouses.filter((row) => !row.governed);
            choice.warehouseId = (open[0] || status.warehouses[0] || {id: 0}).id;
        }
    }

    get status() {
        return this.state.status;
    }

    get isBusy() {
        return this.state.busy !== "";
    }

    get pilot() {
        const id = this.state.choice.warehouseId;
        return this.status.warehouses.find((row) => row.id === id);
    }

    get patterns() {
        const names = PATTERNS();
        return this.status.history.patterns
            .filter((row) => row.count)
            .map((row) => ({...row, label: names[row.key]}));
    }

    get title() {
        const {rules, company} = this.status;
        if (rules.governed === 1) {
            return sprintf(
                _t("1 of %(all)s reordering rules follows a policy."),
                rules
            );
        }
        if (rules.governed) {
            return sprintf(
                _t("%(governed)s of %(all)s reordering rules follow a policy."),
                rules
            );
        }
        if (rules.with_policy) {
            return counted(
                rules.with_policy,
                _t("1 reordering rule is watched. Nothing is ordered differently."),
                _t("%s reordering rules are watched. Nothing is ordered differently.")
            );
        }
        return rules.all
            ? _t("Nothing has changed.")
            : sprintf(_t("%s has no reordering rule yet."), company.name);
    }

    // Whole sentences, so that each language finds its own order

    get labels() {
        return {scope: _t("How much")};
    }

    get rulesText() {
        return counted(
            this.status.rules.all,
            _t(
                "Your reordering rule works as before, and goes on doing so until you adopt a policy here."
            ),
            _t(
                "Your %s reordering rules work as before, and go on doing so until you adopt a policy here."
            )
        );
    }

    get facts() {
        const {facts, warehouses} = this.status;
        const words = [
            counted(
                facts.months,
                _t("1 month of stock moves"),
                _t("%s months of stock moves")
            ),
            counted(facts.vendors, _t("1 vendor"), _t("%s vendors")),
        ];
        if (warehouses.length > 1) {
            words.push(sprintf(_t("%s warehouses"), warehouses.length));
        }
        return words;
    }

    get unruledText() {
        return counted(
            this.status.facts.unruled,
            _t(
                "1 product was sold or used this year and has none. Only items with a rule are planned."
            ),
            _t(
                "%s products were sold or used this year and have none. Only items with a rule are planned."
            )
        );
    }

    get unsuppliedText() {
        return counted(
            this.status.history.unsupplied_count,
            _t(
                "1 rule cannot be ordered as it is: no vendor, no bill of materials or no route."
            ),
            _t(
                "%s rules cannot be ordered as they are: no vendor, no bill of materials or no route."
            )
        );
    }

    agreedText(vendor) {
        return sprintf(_t("%s d"), vendor.agreed);
    }

    actualText(vendor) {
        return sprintf(_t("%(actual)s d ± %(spread)s"), vendor);
    }

    warehouseText({name, rules, governed}) {
        const words = {name, rules: counted(rules, _t("1 rule"), _t("%s rules"))};
        return sprintf(
            governed ? _t("%(name)s (%(rules)s, adopted)") : _t("%(name)s (%(rules)s)"),
            words
        );
    }

    get allText() {
        return sprintf(_t("All warehouses of %s"), this.status.company.name);
    }

    get adoptedText() {
        const {governed, to_review: toReview, with_policy: given} = this.status.rules;
        const told = sprintf(_t("%(follow)s; %(wait)s."), {
            follow: counted(
                governed,
                _t("1 rule follows a policy"),
                _t("%s rules follow a policy")
            ),
            wait: counted(toReview, _t("1 waits for review"), _t("%s wait for review")),
        });
        const kept = given - governed - toReview;
        if (kept <= 0) {
            return told;
        }
        const keep = counted(
            kept,
            _t("1 keeps its minimum and maximum, as its policy says."),
            _t("%s keep their minimum and maximum, as their policy says.")
        );
        return `${told} ${keep}`;
    }

    get toOrderText() {
        return sprintf(_t("To Order (%s)"), this.status.rules.to_order);
    }

    get toReviewText() {
        return sprintf(_t("To Review (%s)"), this.status.rules.to_review);
    }

    get whyText() {
        return sprintf(_t("Why: %s"), this.status.adopted.first.name);
    }

    get doneLabel() {
        return _t("Done");
    }

    get openLabel() {
        return _t("Not done yet");
    }

    /** What a company that has settled in has done. */
    get checklist() {
        const {history, rules, jobs} = this.status;
        return [
            {key: "history", done: Boolean(history), label: _t("History read")},
            {
                key: "policies",
                done: rules.with_policy > 0,
                label: _t("Policies given to rules"),
            },
            {
                key: "governed",
                done: rules.governed > 0,
                label: _t("First warehouse adopted"),
            },
            {
                key: "plan",
                done: jobs.plan,
                label: _t("Scheduled planning is on"),
            },
            {
                key: "order",
                done: jobs.order,
                label: _t("Scheduled ordering of rules with trigger Auto is on"),
            },
        ];
    }

    /** Share of a class's count, to shade its cell. */
    shade(count) {
        const all = this.status.history.rules || 1;
        return `--share: ${Math.min(0.85, (2 * count) / all).toFixed(2)}`;
    }

    difference(vendor) {
        const days = Math.round((vendor.actual - vendor.agreed) * 10) / 10;
        if (!days) {
            return _t("as agreed");
        }
        return days > 0
            ? counted(days, _t("1 day later"), _t("%s days later"))
            : counted(-days, _t("1 day sooner"), _t("%s days sooner"));
    }

    /**
     * Do one step with the buttons locked, whatever comes of it.
     *
     * @param {String} name of the step
     * @param {Function} step
     */
    async during(name, step) {
        this.state.busy = name;
        try {
            await step();
        } finally {
            this.state.busy = "";
        }
    }

    readHistory() {
        return this.during("read", async () =>
            this.take(await this.orm.call(MODEL, "action_read_history", []))
        );
    }

    proposeRules() {
        return this.during("propose", () =>
            this.openDialog("action_propose_rules", [])
        );
    }

    compare() {
        const {mode, warehouseId, cItems, shared} = this.state.choice;
        return this.during("compare", () =>
            this.openDialog("action_compare", [mode, warehouseId, cItems, shared])
        );
    }

    /** Open what the server answers; what happens there may have changed the status. */
    async openDialog(method, args) {
        const action = await this.orm.call(MODEL, method, args);
        await this.action.doAction(action, {onClose: () => this.comeBack()});
    }

    /** What was adopted is told on top. */
    async comeBack() {
        const before = this.status.rules.with_policy;
        await this.load();
        if (this.page.el && this.status.rules.with_policy !== before) {
            this.page.el.scrollIntoView();
        }
    }

    open(xmlid) {
        return this.action.doAction(`stock_replenish_sync.${xmlid}`);
    }

    openUnsupplied() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("No Way to be supplied"),
            res_model: "stock.warehouse.orderpoint",
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["id", "in", this.status.history.unsupplied]],
        });
    }

    /** The change says what it did, and undoes it. */
    openChange() {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Adopted"),
                res_model: "stock.replenish.change",
                res_id: this.status.adopted.change_id,
                views: [[false, "form"]],
                target: "new",
                context: {dialog_size: "extra-large"},
            },
            {onClose: () => this.comeBack()}
        );
    }

    openWhy() {
        this.dialog.add(WhyDialog, {
            resModel: "stock.warehouse.orderpoint",
            resId: this.status.adopted.first.id,
            onChanged: () => this.load(),
        });
    }
}

registry.category("actions").add("stock_replenish_sync.onboarding", Onboarding);
