/** @odoo-module **/

import {addTour} from "./add_tour";
import {stepUtils} from "@web_tour/tour_service/tour_utils";

addTour("stock_replenish_sync.onboarding", () => [
    stepUtils.showAppsMenuItem(),
    {
        content: "Inventory",
        trigger: ".o_app[data-menu-xmlid='stock.menu_stock_root']",
    },
    {
        content: "Replenishment Planning",
        trigger: "[data-menu-xmlid='stock_replenish_sync.stock_replenish_menu_root']",
    },
    {
        content: "To Order, where nothing follows a policy yet",
        trigger:
            "[data-menu-xmlid='stock_replenish_sync.stock_warehouse_orderpoint_menu']",
    },
    {
        content: "Nothing has changed so far; propose rules",
        trigger: ".o_replenish_propose",
        extra_trigger: ".o_replenish_onboarding h2:contains('Nothing has changed.')",
    },
    {
        content: "Take what is proposed",
        trigger: ".modal-footer button[name='action_create_rules']",
        extra_trigger: ".modal .o_data_row:contains('Forgotten')",
    },
    {
        content: "Everything has a rule now; read the history",
        trigger: ".o_replenish_read",
        extra_trigger:
            ".o_replenish_onboarding:not(:has([data-step='rules'])) p:contains('Your 4')",
    },
    {
        content: "One item is an A item; compare",
        trigger: ".o_replenish_compare",
        extra_trigger: ".o_replenish_cells td:contains('1')",
    },
    {
        content: "Adopt",
        trigger: ".modal-footer button[name='action_apply']",
        extra_trigger: ".modal h2:contains('4 rules follow')",
    },
    {
        content: "The change says so and may be undone; close it",
        trigger: ".modal-header .btn-close",
        extra_trigger: ".modal button[name='action_undo']",
    },
    {
        content: "Why of the first product",
        trigger: ".o_replenish_first_why",
        extra_trigger: ".o_replenish_onboarding h2:contains('follow a policy')",
    },
    {
        content: "It is explained",
        trigger: ".modal-header .btn-close",
        extra_trigger: ".modal .o_replenish_why",
    },
    {
        content: "To Order",
        trigger: ".o_replenish_to_order",
    },
    {
        content: "The list is there",
        trigger: ".o_list_view, .o_kanban_view",
        isCheck: true,
    },
]);
