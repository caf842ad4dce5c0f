/** @odoo-module **/

import {Component, onWillStart, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** One number explained: what to do, from what, and what else was possible. */
export class WhyDialog extends Component {
    static template = "stock_replenish_sync.WhyDialog";
    static components = {Dialog};
    static props = {
        resModel: String,
        resId: Number,
        onChanged: {type: Function, optional: true},
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({why: null});
        onWillStart(() => this.load());
    }

    get title() {
        return this.state.why ? this.state.why.title : _t("Why?");
    }

    async load() {
        this.state.why = await this.orm.call("stock.replenish.why", "explain", [
            this.props.resModel,
            this.props.resId,
        ]);
    }
}
