/** @odoo-module **/

import {Component, onError, useState} from "@odoo/owl";
import {utils} from "@web/core/ui/ui_service";

/** A part of the screen with its title; what goes wrong in it stays in it. */
export class TowerBlock extends Component {
    static template = "stock_replenish_sync.TowerBlock";
    static props = {
        name: String,
        title: String,
        /** What the server answered for this part. */
        data: {optional: true},
        hint: {type: String, optional: true},
        className: {type: String, optional: true},
        /** Whether phones show its title only, until it is opened. */
        isFolded: {type: Boolean, optional: true},
        onRetry: Function,
        slots: {type: Object, optional: true},
    };

    setup() {
        this.folds = utils.isSmall() && Boolean(this.props.isFolded);
        this.state = useState({hasFailed: false, isOpen: !this.folds});
        onError(() => {
            this.state.hasFailed = true;
        });
    }

    get isMissing() {
        const {data} = this.props;
        return this.state.hasFailed || !data || Boolean(data.error);
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
    }

    async retry() {
        await this.props.onRetry();
        this.state.hasFailed = false;
    }
}
