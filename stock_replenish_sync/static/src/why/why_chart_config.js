/** @odoo-module **/

import {dayAfter, shortDay, shortNumber} from "./why_format";
import {themeColor} from "../charts/theme_color";
import {_t} from "@web/core/l10n/translation";

function base(type, datasets, labels, unit) {
    return {
        type,
        data: {labels, datasets},
        options: {
            animation: false,
            maintainAspectRatio: false,
            interaction: {mode: "index", intersect: false},
            plugins: {
                legend: {
                    position: "bottom",
                    labels: {boxWidth: 14, boxHeight: 2, padding: 8},
                },
                tooltip: {
                    callbacks: {
                        label: ({dataset, parsed}) =>
                            `${dataset.label}: ${shortNumber(parsed.y)} ${unit}`,
                    },
                },
            },
            scales: {
                x: {
                    grid: {display: false},
                    ticks: {maxRotation: 0, autoSkipPadding: 16},
                },
                y: {ticks: {maxTicksLimit: 6}, title: {display: true, text: unit}},
            },
        },
    };
}

function level(label, value, count, color, dash) {
    return {
        type: "line",
        label,
        data: Array(count).fill(value),
        borderColor: color,
        borderDash: dash,
        borderWidth: 1.5,
        pointRadius: 0,
    };
}

/** Stock of the coming days, with and without what is to be ordered. */
export function projectionConfig(projection, unit) {
    const count = projection.balance.length;
    const labels = projection.balance.map((_value, index) =>
        shortDay(dayAfter(projection.start, index))
    );
    const line = {type: "line", pointRadius: 0, borderWidth: 2, stepped: false};
    const datasets = [
        {
            ...line,
            label: _t("Stock without a new order"),
            data: projection.balance,
            borderColor: themeColor("danger"),
            borderDash: projection.planned.length ? [2, 2] : [],
        },
    ];
    if (projection.planned.length) {
        datasets.push({
            ...line,
            label: _t("Stock as planned"),
            data: projection.planned,
            borderColor: themeColor("success"),
        });
    }
    if (projection.safety_stock) {
        const label = _t("Safety stock");
        datasets.push(
            level(label, projection.safety_stock, count, themeColor("gray-600"), [4, 4])
        );
    }
    if (projection.reorder_point) {
        datasets.push(
            level(
                projection.reorder_label,
                projection.reorder_point,
                count,
                themeColor("warning"),
                [8, 4]
            )
        );
    }
    const bars = [
        [_t("Arrives"), projection.receipts, themeColor("info")],
        [_t("New order arrives"), projection.orders, themeColor("success")],
    ];
    for (const [label, data, color] of bars) {
        if (data.some((value) => value)) {
            datasets.push({
                type: "bar",
                label,
                data: data.map((value) => value || null),
                backgroundColor: color,
                barThickness: 5,
            });
        }
    }
    if (projection.need_day !== null && projection.need_day < count) {
        const point = Array(count).fill(null);
        point[projection.need_day] = projection.balance[projection.need_day];
        datasets.push({
            type: "line",
            label: _t("Needed"),
            data: point,
            pointRadius: 6,
            pointStyle: "triangle",
            showLine: false,
            backgroundColor: themeColor("danger"),
            borderColor: themeColor("danger"),
        });
    }
    return base("bar", datasets, labels, unit);
}

/** Demand of the past weeks. */
export function historyConfig(history, unit) {
    const labels = history.weeks.map((week) => shortDay(week.start));
    const datasets = [
        {
            label: _t("Demand of the week"),
            data: history.weeks.map((week) => week.quantity),
            backgroundColor: themeColor("primary"),
        },
        level(
            _t("Average"),
            history.mean,
            labels.length,
            themeColor("warning"),
            [8, 4]
        ),
    ];
    return base("bar", datasets, labels, unit);
}
