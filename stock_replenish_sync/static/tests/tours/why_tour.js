/** @odoo-module **/

import {addTour} from "./add_tour";

const headline = (tone) => `.o_replenish_why_headline[data-tone='${tone}']`;

addTour("stock_replenish_sync_why", () => [
    {
        content: "the report shows the row; ask why",
        trigger: ".o_data_row:contains('Why Tour Item') .o_replenish_why_button",
    },
    {
        content: "the sentence says what to do",
        trigger: `${headline("order")}:contains('Order 24 Units now.')`,
        run: () => {},
    },
    {
        content: "the third line is the same quantity",
        trigger: ".o_replenish_why_value[data-key='order']:contains('24')",
        run: () => {},
    },
    {
        content: "inputs, with links to what was counted",
        trigger: ".o_replenish_why_pages .nav-link:contains('Inputs')",
    },
    {
        trigger: ".o_replenish_why_inputs tr[data-key='booked']:contains('13 Units')",
        run: () => {},
    },
    {
        content: "the stored inputs give the stored result",
        trigger: "button.o_replenish_why_replay",
    },
    {
        trigger: ".o_replenish_why_replayed:contains('Same result')",
        run: () => {},
    },
    {
        content: "order it from here",
        trigger: "button.o_replenish_why_order:contains('Order 24 Units')",
    },
    {
        content: "the dialog tells what it became, in the vendor's unit",
        trigger: ".o_replenish_why_document_quantity:contains('2 Dozens')",
        run: () => {},
    },
    {
        content: "open the purchase order",
        trigger: ".o_replenish_why_documents .btn-link",
    },
    {
        content: "ask why from its line",
        trigger:
            "[name='order_line'] .o_data_row:contains('Why Tour Item') .o_replenish_why_button",
    },
    {
        content: "the same quantity",
        trigger: `${headline("ordered")}:contains('24 Units were ordered')`,
        run: () => {},
    },
    {
        trigger: ".o_replenish_why_document_quantity:contains('2 Dozens')",
        run: () => {},
    },
    {
        content: "a chart for those who see, numbers for those who do not",
        trigger: ".o_replenish_why_table_toggle:first",
    },
    {
        trigger: ".o_replenish_why_chart table",
        run: () => {},
    },
    {
        trigger: ".modal-footer .btn:contains('Close')",
    },
    {
        trigger: "body:not(.modal-open)",
        run: () => {},
    },
]);
