/** @odoo-module **/

import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";

/** A chart, its words for those who cannot see it, and its numbers as a table. */
export class WhyChart extends Component {
    static template = "stock_replenish_sync.WhyChart";
    static props = {
        /** Left out where the words above the chart say it. */
        title: {type: String, optional: true},
        text: String,
        config: Object,
        columns: Array,
        rows: Array,
        slots: {type: Object, optional: true},
        height: {type: Number, optional: true},
        onRow: {type: Function, optional: true},
    };
    static defaultProps = {height: 240};

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({isTable: false});
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas) => {
                if (!canvas) {
                    return;
                }
                const chart = new Chart(canvas, this.props.config);
                return () => chart.destroy();
            },
            () => [this.canvas.el, this.props.config]
        );
    }

    toggle() {
        this.state.isTable = !this.state.isTable;
    }
}
