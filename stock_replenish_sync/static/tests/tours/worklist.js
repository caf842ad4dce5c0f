/** @odoo-module **/

import {addTour} from "./add_tour";

const ROW = ".o_data_row:contains('Worklist Desk')";

/** From the worklist to the purchase order; the data are made by the test. */
addTour("stock_replenish_worklist", () => [
    {
        content: "the chip says when it was planned",
        trigger: ".o_replenish_planned:contains('Planned')",
        run: () => {},
    },
    {
        content: "the row stands in its vendor's group with its status",
        trigger: `${ROW} .o_replenish_status[data-status='stocked_out']`,
        run: () => {},
    },
    {
        content: "edit the quantity",
        trigger: `${ROW} td[name='qty_to_order']`,
        run: "click",
    },
    {
        content: "type another one",
        trigger: "td[name='qty_to_order'] input",
        run: "text 8",
    },
    {
        content: "leave the row, which saves it",
        trigger: ".o_list_footer",
        run: "click",
    },
    {
        content: "what was typed stands beside what was planned",
        trigger: `${ROW} .o_replenish_typed:contains('plan 5')`,
        run: () => {},
    },
    {
        content: "its value follows",
        trigger: `${ROW} td[name='order_value']:contains('80')`,
        run: () => {},
    },
    {
        content: "order it",
        trigger: `${ROW} .o_replenish_order`,
        run: "click",
    },
    {
        content: "the list stays, without the row",
        trigger: ".o_replenish_banner",
        extra_trigger: `.o_replenish_worklist:not(:has(${ROW}))`,
        run: () => {},
    },
    {
        content: "the message names the purchase order",
        trigger: ".o_notification a:contains('P0')",
        run() {
            // It opens a tab of its own; the tour follows it in this one.
            window.location.href = this.$anchor[0].href;
        },
    },
    {
        content: "the purchase order has the quantity typed",
        trigger: ".o_form_view td[name='product_qty']:contains('8')",
        run: () => {},
    },
]);
