/** @odoo-module **/

import {addTour} from "./add_tour";

/** From the page to the days behind a card and back; data are made by the test. */
addTour("stock_replenish_kpi", () => [
    {
        content: "the period of the address",
        trigger: "[data-kpi='fill_rate'] [data-figure='value']:contains('90.0 %')",
        extra_trigger: ".o_replenish_kpi_days:propValue(7)",
        isCheck: true,
    },
    {
        content: "eight cards",
        trigger: ".o_replenish_kpi_cards:has(> :nth-child(8):last-child)",
        isCheck: true,
    },
    {
        content: "as many days before",
        trigger: "[data-kpi='fill_rate'] [data-figure='change']:contains('first')",
        isCheck: true,
    },
    {
        content: "another period",
        trigger: ".o_replenish_kpi_days",
        run: "text 28",
    },
    {
        content: "moved",
        trigger:
            "[data-kpi='fill_rate'] [data-figure='change']:contains('10.0 pt better')",
        isCheck: true,
    },
    {
        content: "the worst warehouse",
        trigger: "[data-kpi='fill_rate'] [data-figure='worst']:contains('South')",
        isCheck: true,
    },
    {
        content: "open the card",
        trigger: "[data-kpi='fill_rate'] header button:contains('Fill Rate')",
        run: "click",
    },
    {
        content: "its graph, then its pivot",
        trigger: ".o_switch_view.o_pivot",
        extra_trigger: ".o_graph_view canvas",
        run: "click",
    },
    {
        content: "a ratio of sums: 170 of 200",
        trigger: ".o_pivot_cell_value:contains('85.0')",
        extra_trigger: ".o_pivot th:contains('Fill Rate')",
        isCheck: true,
    },
    {
        content: "and back to the period that was chosen",
        trigger: ".o_breadcrumb a:contains('KPIs'), .o_back_button",
        run: "click",
    },
    {
        content: "the review of a month",
        trigger: ".o_replenish_kpi_ways button:contains('Monthly Review')",
        extra_trigger: ".o_replenish_kpi_days:propValue(28)",
        run: "click",
    },
    {
        content: "it can be had",
        trigger: "button[name='action_spreadsheet']",
        extra_trigger: ".modal select[id^='month']",
        isCheck: true,
    },
]);
