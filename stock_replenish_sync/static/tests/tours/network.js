/** @odoo-module **/

import {addTour} from "./add_tour";

/** From no lane at all to a lane, a warehouse and back; data are made by the test. */
addTour("stock_replenish_network", () => [
    {
        content: "nothing yet; what there is to take over is counted",
        trigger: ".o_nocontent_help .o_replenish_take_over:contains('1 resupply')",
        run: "click",
    },
    {
        content: "it opens on the product that is out",
        trigger: ".o_replenish_network_product input:propValueContains(Network Desk)",
        isCheck: true,
    },
    {
        content: "the branch needs what it sold",
        trigger:
            ".o_replenish_node:contains('Branch') [data-figure='need']:contains('8')",
        run: () => {},
    },
    {
        content: "the hub has it",
        trigger:
            ".o_replenish_node:contains('Hub') [data-figure='on_hand']:contains('30')",
        run: () => {},
    },
    {
        content: "the table says the same",
        trigger: ".o_replenish_network_table tr:contains('Branch') td:contains('8')",
        run: () => {},
    },
    {
        content: "follow the lane",
        trigger: ".o_replenish_chip button",
        run: "click",
    },
    {
        content: "its form",
        trigger: ".o_form_view .o_field_widget[name='lead_days']",
        run: () => {},
    },
    {
        content: "and back",
        trigger: ".o_breadcrumb a:contains('Network'), .o_back_button",
        run: "click",
    },
    {
        content: "open the rule of the branch",
        trigger: "button.o_replenish_node:contains('Branch')",
        run: "click",
    },
    {
        content: "one row of the worklist",
        trigger: ".o_replenish_worklist .o_data_row:contains('Network Desk')",
        extra_trigger: ".o_searchview_facet:contains('Branch')",
        run: () => {},
    },
]);
