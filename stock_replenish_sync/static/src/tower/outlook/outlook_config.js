/** @odoo-module **/

import {counted} from "../../worklist/format";
import {_t} from "@web/core/l10n/translation";
import {shortDay} from "../../why/why_format";
import {figureMoney} from "../tower_words";
import {themeColor} from "../../charts/theme_color";

/** How a bar is called under the axis: its first day, or its own word. */
export function barLabel(bar) {
    return bar.start ? shortDay(bar.start) : bar.label;
}

/** Items out now, and those that will be, week by week, as bars that are opened. */
export function outlookConfig(bars, currencyId, onDrill) {
    const words = ({count, value}) => [
        counted(count, _t("1 item"), _t("%s items")),
        figureMoney(value, currencyId),
    ];
    return {
        type: "bar",
        data: {
            labels: bars.map(barLabel),
            datasets: [
                {
                    data: bars.map(({count}) => count),
                    // What has happened is darker than what may.
                    backgroundColor: bars.map(({start}, place) =>
                        place || start ? themeColor("gray-500") : themeColor("gray-700")
                    ),
                    hoverBackgroundColor: themeColor("primary"),
                    maxBarThickness: 44,
                    minBarLength: 2,
                },
            ],
        },
        options: {
            animation: false,
            maintainAspectRatio: false,
            onClick: (_ev, [bar]) => bar && onDrill(bars[bar.index].drill),
            onHover: ({native}, [bar]) => {
                native.target.style.cursor = bar ? "pointer" : "default";
            },
            plugins: {
                legend: {display: false},
                tooltip: {
                    displayColors: false,
                    callbacks: {
                        title: ([{dataIndex}]) => bars[dataIndex].label,
                        label: ({dataIndex}) =>
                            words(bars[dataIndex]).filter(Boolean).join(", "),
                    },
                },
            },
            scales: {
                x: {grid: {display: false}, ticks: {maxRotation: 0}},
                y: {beginAtZero: true, ticks: {precision: 0, maxTicksLimit: 5}},
            },
        },
    };
}
