/** @odoo-module **/

import {addTour} from "./add_tour";
import {stepUtils} from "@web_tour/tour_service/tour_utils";

/** Check how many proposals the list shows. */
function assertRows(count) {
    return {
        content: `the list shows ${count} proposals`,
        trigger: `.o_list_view:has(.o_data_row:eq(${count - 1})):not(:has(.o_data_row:eq(${count})))`,
        isCheck: true,
    };
}

addTour("stock_replenish_sync.review", () => [
    stepUtils.showAppsMenuItem(),
    {
        content: "open Inventory",
        trigger: ".o_app[data-menu-xmlid='stock.menu_stock_root']",
    },
    {
        content: "open the menu of planning",
        trigger: "[data-menu-xmlid='stock_replenish_sync.stock_replenish_menu_root']",
    },
    {
        content: "open what waits for review",
        trigger:
            "[data-menu-xmlid='stock_replenish_sync.stock_replenish_decision_menu']",
    },
    assertRows(4),
    {
        content: "the change is told in words, the largest effect first",
        trigger: ".o_data_row:first .o_data_cell[name='change_text']:contains('→')",
        extra_trigger: ".o_data_row:first:contains('Reviewed 3')",
        isCheck: true,
    },
    {
        content: "choose the first",
        trigger: ".o_data_row:eq(0) .o_list_record_selector input",
    },
    {
        content: "choose the second",
        trigger: ".o_data_row:eq(1) .o_list_record_selector input",
    },
    {
        content: "accept both",
        trigger: ".o_control_panel button[name='action_accept']:visible",
        extra_trigger: ".o_list_selection_box:contains('2')",
    },
    {
        content: "it says how many",
        trigger: ".o_notification:contains('2 accepted')",
        isCheck: true,
    },
    assertRows(2),
    {
        content: "reject one of the others",
        trigger: ".o_data_row:contains('Reviewed 1') button[name='action_reject']",
    },
    {
        content: "say why",
        trigger: ".o_field_widget[name='reason']:visible input",
        run: "text Seasonal peak",
    },
    {
        content: "reject",
        trigger: ".modal-footer button[name='action_reject']:visible",
    },
    {
        content: "it says so",
        trigger: ".o_notification:contains('1 rejected')",
        isCheck: true,
    },
    assertRows(1),
    {
        content: "what nobody decided is still there",
        trigger: ".o_data_row:contains('Reviewed 0')",
        isCheck: true,
    },
]);
