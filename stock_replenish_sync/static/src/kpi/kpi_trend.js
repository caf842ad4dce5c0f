/** @odoo-module **/

import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {axisOf, axisText, kpiText} from "./kpi_format";
import {_t} from "@web/core/l10n/translation";

import {loadBundle} from "@web/core/assets";
import {shortDay} from "../why/why_format";
import {themeColor} from "../charts/theme_color";

/** A level that other values are compared with. */
function level(label, value, count, dash) {
    return {
        label,
        data: Array(count).fill(value),
        borderColor: themeColor("gray-600"),
        borderDash: dash,
        borderWidth: 1.5,
        clip: 4,
        pointRadius: 0,
        pointHitRadius: 0,
    };
}

/** The chart of a card: its values, dashed the target, dotted how it was before. */
export function trendConfig({label, unit, trend, target, baseline}) {
    const color = themeColor("primary");
    const datasets = [
        {
            label,
            data: trend.map((point) => point.value),
            borderColor: color,
            backgroundColor: color,
            borderWidth: 2,
            // What stands alone has no line.
            pointRadius: 2,
            // Nor is a point cut in half at the edge.
            clip: 4,
        },
    ];
    if (target !== null) {
        datasets.push(level(_t("Target"), target, trend.length, [6, 4]));
    }
    if (baseline !== null) {
        datasets.push(level(_t("Before the start"), baseline, trend.length, [2, 3]));
    }
    const axis = axisOf(
        datasets.flatMap(({data}) => data),
        unit
    );
    return {
        type: "line",
        data: {labels: trend.map((point) => shortDay(point.start)), datasets},
        options: {
            animation: false,
            maintainAspectRatio: false,
            interaction: {mode: "index", intersect: false},
            plugins: {
                legend: {display: false},
                tooltip: {
                    callbacks: {
                        label: ({dataset, parsed}) =>
                            `${dataset.label}: ${kpiText(parsed.y, unit)}`,
                    },
                },
            },
            scales: {
                x: {
                    grid: {display: false},
                    ticks: {maxRotation: 0, autoSkipPadding: 24},
                },
                y: {
                    min: axis.min,
                    max: axis.max,
                    ticks: {
                        stepSize: axis.step,
                        callback: (value) => axisText(value, unit),
                    },
                },
            },
        },
    };
}

/** The values of 13 periods, as a line. */
export class KpiTrend extends Component {
    static template = "stock_replenish_sync.KpiTrend";
    static props = {card: Object};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas, card) => {
                const chart = new Chart(canvas, trendConfig(card));
                return () => chart.destroy();
            },
            () => [this.canvas.el, this.props.card]
        );
    }

    /** The line in words, for those who cannot see it. */
    get text() {
        const {label, trend, unit} = this.props.card;
        const points = trend.map(
            ({start, value}) => `${shortDay(start)}: ${kpiText(value, unit)}`
        );
        return `${label}: ${points.join(", ")}`;
    }
}
