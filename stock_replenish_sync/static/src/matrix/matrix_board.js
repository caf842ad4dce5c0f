/** @odoo-module **/

import {Component, onWillStart, useState} from "@odoo/owl";
import {formatInteger, formatMonetary} from "@web/views/fields/formatters";
import {MatrixTester} from "./matrix_tester";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../worklist/format";
import {useMatrixStore} from "./matrix_store";
import {useService} from "@web/core/utils/hooks";

const RULES_ACTION = "stock_replenish_sync.stock_warehouse_orderpoint_action";

/** The matrix at a glance: what each class gets, who is left out, what would change. */
export class MatrixBoard extends Component {
    static template = "stock_replenish_sync.MatrixBoard";
    static components = {MatrixTester};
    static props = {model: Object};

    setup() {
        this.store = useMatrixStore(this.props.model);
        this.state = useState({cell: null, testing: false});
        this.action = useService("action");
        this.orm = useService("orm");
        this.abc = ["A", "B", "C"];
        this.xyz = ["X", "Y", "Z"];
        onWillStart(() => {
            // Lines are shown without waiting for their numbers.
            // In a list they are asked for already, by the first reading of lines.
            if (!this.store.ticket) {
                this.store.load();
            }
        });
    }

    get overview() {
        return this.store.overview;
    }

    get hasClasses() {
        return this.overview.total > this.overview.unclassified;
    }

    cellOf(abc, xyz) {
        return this.overview.cells.find((cell) => cell.abc === abc && cell.xyz === xyz);
    }

    get chosen() {
        return this.state.cell && this.cellOf(...this.state.cell);
    }

    /** All policies of the chosen cell, where the cell itself shows but some. */
    get chosenTitle() {
        const policies = this.chosen.policies.map(
            (policy) => `${policy.name} ${this.count(policy.count)}`
        );
        return _t("Class %(abc)s·%(xyz)s: %(policies)s", {
            abc: this.chosen.abc,
            xyz: this.chosen.xyz,
            policies: policies.join(", "),
        });
    }

    isChosen(cell) {
        return Boolean(
            this.chosen && this.chosen.abc === cell.abc && this.chosen.xyz === cell.xyz
        );
    }

    get mostShown() {
        return this.env.isSmall ? 1 : 2;
    }

    shown(cell) {
        return cell.policies.slice(0, this.mostShown);
    }

    hidden(cell) {
        return cell.policies.length - this.mostShown;
    }

    count(value) {
        return formatInteger(value);
    }

    money(value) {
        return formatMonetary(value, {
            currencyId: this.overview.currency_id,
            digits: [16, 0],
            humanReadable: value >= 1e5,
        });
    }

    cellTitle(cell) {
        return _t(
            "Class %(abc)s·%(xyz)s: %(rules)s, stock worth %(value)s. Show the lines that may take them.",
            {
                abc: cell.abc,
                xyz: cell.xyz,
                rules: this.rules(cell.count),
                value: this.money(cell.value),
            }
        );
    }

    // Whole sentences, so that each language finds its own order

    get labels() {
        return {board: _t("What the matrix gives"), table: _t("Policies by class")};
    }

    rules(count) {
        return counted(count, _t("1 rule"), _t("%s rules"));
    }

    moreText(count) {
        return counted(count, _t("and 1 more"), _t("and %s more"));
    }

    get noneText() {
        return _t("%(count)s of %(total)s rules", {
            count: this.count(this.overview.none),
            total: this.count(this.overview.total),
        });
    }

    get changesText() {
        return counted(
            this.overview.changes,
            _t("1 rule would get another policy."),
            _t("%s rules would get another policy.")
        );
    }

    /** Choose a cell: only lines that may take its rules stay in the list. */
    onCell(cell) {
        const search = this.env.searchModel;
        const again = this.isChosen(cell);
        if (this.filter) {
            search.deactivateGroup(this.filter);
            this.filter = null;
        }
        this.state.cell = again ? null : [cell.abc, cell.xyz];
        if (!again) {
            this.filter = search.nextGroupId;
            search.createNewFilters([
                {
                    description: _t("Class %s·%s", cell.abc, cell.xyz),
                    domain: `[("abc_class", "in", ("${cell.abc}", False)), ("xyz_class", "in", ("${cell.xyz}", False))]`,
                },
            ]);
        }
    }

    /** Open reordering rules under a title that says which. */
    async openRules(title, domain) {
        const action = await this.action.loadAction(RULES_ACTION);
        return this.action.doAction({...action, name: title, domain});
    }

    openCell(cell) {
        return this.openRules(_t("Class %s·%s", cell.abc, cell.xyz), [
            ["abc_class", "=", cell.abc],
            ["xyz_class", "=", cell.xyz],
        ]);
    }

    openNone() {
        return this.openRules(_t("Rules without a policy"), [
            ["policy_id", "=", false],
        ]);
    }

    openByHand() {
        return this.openRules(_t("Policy by hand"), [["policy_source", "=", "manual"]]);
    }

    openLocked() {
        return this.openRules(_t("Locked"), [["policy_locked", "=", true]]);
    }

    openUnclassified() {
        return this.openRules(_t("Not classified yet"), [
            "|",
            ["abc_class", "=", false],
            ["xyz_class", "=", false],
        ]);
    }

    /** Show what applying the matrix would do; the preview applies it. */
    async preview() {
        const action = await this.orm.call(
            "stock.replenish.change",
            "preview_matrix",
            []
        );
        return this.action.doAction(action, {onClose: () => this.store.load()});
    }
}
