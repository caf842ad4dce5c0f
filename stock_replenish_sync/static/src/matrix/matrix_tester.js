/** @odoo-module **/

import {Component, onWillUpdateProps, useState} from "@odoo/owl";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** Which policy would a product get in a warehouse, and why not by earlier lines? */
export class MatrixTester extends Component {
    static template = "stock_replenish_sync.MatrixTester";
    static components = {RecordSelector};
    // Another version means that lines changed: what was told may be wrong now.
    static props = {version: Number};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({product: false, warehouse: false, answers: null});
        this.productPlaceholder = _t("Product");
        this.warehousePlaceholder = _t("Warehouse");
        this.productDomain = [["type", "=", "product"]];
        onWillUpdateProps((next) => {
            if (next.version !== this.props.version) {
                this.ask();
            }
        });
    }

    choose(name, id) {
        this.state[name] = id;
        return this.ask();
    }

    async ask() {
        const {product, warehouse} = this.state;
        if (!product || !warehouse) {
            this.state.answers = null;
            return;
        }
        const answers = await this.orm.call(
            "stock.replenish.policy.rule",
            "test_item",
            [product, warehouse]
        );
        if (product === this.state.product && warehouse === this.state.warehouse) {
            this.state.answers = answers;
        }
    }

    verdict(answer) {
        return answer.line
            ? _t("Line %(line)s: %(gets)s", {line: answer.line, gets: answer.gets})
            : _t("No line fits: it keeps Odoo's own rule.");
    }

    get groupLabel() {
        return _t("Test an item");
    }

    nowText(policy) {
        return _t("Now: %s", policy);
    }

    stepText({line, policy, fits, why}) {
        return fits
            ? _t("Line %(line)s, %(policy)s: fits", {line, policy})
            : _t("Line %(line)s, %(policy)s: %(why)s", {line, policy, why});
    }

    openRule(answer) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "stock.warehouse.orderpoint",
            res_id: answer.id,
            views: [[false, "form"]],
        });
    }
}
