/** @odoo-module **/

import {addTour} from "./add_tour";
import {stepUtils} from "@web_tour/tour_service/tour_utils";

/** Open an entry of the menu of planning. */
function openMenu(menu) {
    return [
        {
            content: "open the menu of planning",
            trigger:
                "[data-menu-xmlid='stock_replenish_sync.stock_replenish_menu_root']",
        },
        {
            content: `open ${menu}`,
            trigger: `[data-menu-xmlid='stock_replenish_sync.${menu}']`,
        },
    ];
}

addTour("stock_replenish_sync.undo", () => [
    stepUtils.showAppsMenuItem(),
    {
        content: "open Inventory",
        trigger: ".o_app[data-menu-xmlid='stock.menu_stock_root']",
    },
    ...openMenu("stock_replenish_policy_menu"),
    {
        content: "open the policy",
        trigger: ".o_data_cell[name='name']:contains('Low')",
    },
    {
        content: "ask for more service",
        trigger: ".o_field_widget[name='service_level'] input",
        run: "text 99",
    },
    {
        content: "saving shows what that would do",
        trigger: ".o_form_button_save",
    },
    {
        content: "two rules, before and after, the largest moves",
        trigger:
            ".o_field_widget[name='sentence']:contains('2 rules follow this policy')",
        extra_trigger: ".o_field_widget[name='largest_ids'] .o_data_row:eq(1)",
        isCheck: true,
    },
    {
        content: "apply it",
        trigger: ".modal-footer button[name='action_apply']",
    },
    {
        content: "it says who applied it",
        trigger: ".o_field_widget[name='outcome']:contains('Applied by')",
        isCheck: true,
    },
    {
        content: "close the preview",
        trigger: ".modal-header .btn-close",
    },
    {
        content: "the policy has the new setting",
        trigger:
            "body:not(:has(.modal)) .o_form_view .o_field_widget[name='service_level'] input:propValue('99')",
        isCheck: true,
    },
    ...openMenu("stock_replenish_change_menu"),
    {
        content: "open what was applied",
        trigger: ".o_data_cell[name='name']:contains('80 % → 99 %')",
    },
    {
        content: "undo it",
        trigger: ".o_form_view button[name='action_undo']",
    },
    {
        content: "it asks first",
        trigger: ".modal-footer .btn-primary",
        extra_trigger: ".modal-body:contains('as they were before')",
    },
    {
        content: "it says who undid it, and an order that stays",
        trigger: ".o_field_widget[name='outcome']:contains('Undone by')",
        extra_trigger:
            ".o_field_widget[name='note']:contains('1 order made meanwhile stays')",
        isCheck: true,
    },
    ...openMenu("stock_replenish_policy_menu"),
    {
        content: "open the policy again",
        trigger: ".o_data_cell[name='name']:contains('Low')",
    },
    {
        content: "the policy has its old setting",
        trigger: ".o_field_widget[name='service_level'] input:propValue('80')",
        isCheck: true,
    },
]);
