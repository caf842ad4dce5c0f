/** @odoo-module **/

import {addTour} from "./add_tour";

function choose(field, text) {
    return [
        {content: `open ${field}`, trigger: `${field} input`, run: "click"},
        {content: `type ${text}`, trigger: `${field} input`, run: `text ${text}`},
        {
            content: `choose ${text}`,
            trigger: `${field} .dropdown-item:contains(${text})`,
        },
    ];
}

addTour("replenish_first_policy", () => [
    {
        content: "nothing there: take the ready policies",
        trigger: "a.o_replenish_ready",
    },
    {
        content: "open the first",
        trigger: ".o_data_row:contains(A items) td[name=name]",
    },
    {
        content: "nobody follows it yet, and it says so",
        trigger: ".o_replenish_example",
        run() {},
    },
    {
        content: "what 98 % means",
        trigger: ".o_replenish_chosen:contains(98 %)",
        run() {},
    },
    {
        content: "try a higher level",
        trigger: "div[name=service_level] input",
        run: "text 99",
    },
    {
        content: "its consequences follow, unsaved",
        trigger: ".o_replenish_consequences:contains(100 order cycles)",
        run() {},
    },
    {
        content: "save: nobody follows it, so nothing is previewed",
        trigger: ".o_form_button_save",
    },
    {
        content: "the audit tells old and new as people read them",
        trigger: ".o-mail-Message:contains(98 %):contains(99 %)",
        run() {},
    },
    {
        content: "to the matrix",
        trigger: ".o_form_view",
        run() {
            window.location.hash =
                "#action=stock_replenish_sync.stock_replenish_policy_rule_action";
        },
    },
    {
        content: "nothing would change yet",
        trigger: ".o_replenish_changes:contains(is applied)",
        run() {},
    },
    {content: "a new line", trigger: ".o_list_button_add"},
    ...choose(".o_selected_row [name=policy_id]", "A items"),
    {content: "save it", trigger: ".o_list_button_save"},
    {
        content: "it would take the one rule there is",
        trigger: ".o_data_row [name=match_count]:contains(1)",
        run() {},
    },
    {content: "test an item", trigger: ".o_replenish_test_toggle"},
    ...choose(".o_replenish_tester_product", "Tour Item"),
    ...choose(".o_replenish_tester_warehouse", "Tour Warehouse"),
    {
        content: "the tester names the line",
        trigger: ".o_replenish_verdict:contains(Line 1: A items)",
        run() {},
    },
    {content: "look before applying", trigger: ".o_replenish_apply"},
    {content: "apply", trigger: ".modal-footer button[name=action_apply]"},
    {
        content: "applied",
        trigger: ".o_field_widget[name='outcome']:contains('Applied by')",
        run() {},
    },
    {content: "close", trigger: ".modal-header .btn-close"},
    {
        content: "the board knows",
        trigger: ".o_replenish_changes:contains(is applied)",
        run() {},
    },
]);
