/** @odoo-module **/

import {Component, useRef} from "@odoo/owl";
import {Tooltip} from "@web/core/tooltip/tooltip";
import {usePopover} from "@web/core/popover/popover_hook";

/** What a number means: shown to who points, tabs or taps, and read out. */
export class ReplenishInfo extends Component {
    static template = "stock_replenish_sync.Info";
    static props = {
        /** What is explained. */
        name: String,
        text: String,
    };

    setup() {
        this.button = useRef("button");
        // The tooltips of the web client are for the mouse alone.
        this.popover = usePopover(Tooltip, {position: "bottom"});
    }

    get label() {
        return `${this.props.name}: ${this.props.text}`;
    }

    open() {
        if (!this.popover.isOpen) {
            this.popover.open(this.button.el, {tooltip: this.props.text});
        }
    }

    close() {
        this.popover.close();
    }
}
