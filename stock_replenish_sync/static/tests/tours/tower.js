/** @odoo-module **/

import {addTour} from "./add_tour";

const TOWER = ".o_replenish_tower";
const OUT = `${TOWER} .o_replenish_tile[data-key='stocked_out']`;
const WAREHOUSE = `${TOWER} .o_replenish_filter_warehouse_ids`;
const row = (name) => `${TOWER} .o_replenish_top .o_data_row:contains('${name}')`;
const look = () => {
    // Being there is what the step asks for.
};

/** The tile of what is out says a number, and so does the sentence above. */
function count(number, sentence) {
    return [
        {
            content: `${number} are out`,
            trigger: `${OUT} .o_replenish_tile_count:containsExact(${number})`,
            run: look,
        },
        {
            content: `the sentence says: ${sentence}`,
            trigger: `${TOWER} .o_replenish_sentence:contains('${sentence}')`,
            run: look,
        },
    ];
}

/** Filtering, drilling down and acting; the data are made by the test. */
addTour("stock_replenish_tower", () => [
    ...count(3, "3 items are out"),
    {
        content: "choose a warehouse",
        trigger: `${WAREHOUSE} .dropdown-toggle`,
        run: "click",
    },
    {
        content: "Branch only",
        trigger: `${WAREHOUSE} .dropdown-item:contains('Branch')`,
        run: "click",
    },
    ...count(2, "2 items are out"),
    {
        content: "the filter is in the address",
        trigger: `${WAREHOUSE} .dropdown-toggle:contains('Branch')`,
        run: () => {
            if (!/warehouses=\d+/.test(window.location.hash)) {
                throw new Error(`no filter in ${window.location.hash}`);
            }
        },
    },
    {
        content: "open what the tile counts",
        trigger: OUT,
        run: "click",
    },
    {
        content: "exactly two rows, both of the branch",
        trigger:
            ".o_replenish_exceptions:has(.o_data_row:contains('Tower Desk')):has(.o_data_row:contains('Tower Lamp')):not(:has(.o_data_row:contains('Tower Chair')))",
        run: () => {
            const rows = document.querySelectorAll(".o_data_row").length;
            if (rows !== 2) {
                throw new Error(`the tile counts 2, the list has ${rows}`);
            }
        },
    },
    {
        content: "back to the tower",
        trigger: ".breadcrumb-item:contains('Control Tower') a",
        run: "click",
    },
    {
        content: "the filter is still there",
        trigger: `${WAREHOUSE} .dropdown-toggle:contains('Branch')`,
        run: look,
    },
    {
        content: "the most expensive comes first",
        trigger: `${TOWER} .o_replenish_top .o_data_row:first:contains('Tower Desk') .fa-times-circle`,
        run: look,
    },
    {
        content: "do something about it",
        trigger: `${row("Tower Desk")} .o_replenish_more`,
        run: "click",
    },
    {
        content: "somebody is at it",
        trigger: `${row("Tower Desk")} .o_replenish_do_acknowledge`,
        run: "click",
    },
    {
        content: "no note is needed",
        trigger: ".modal-footer .btn-primary:visible",
        run: "click",
    },
    ...count(1, "1 item is out"),
    {
        content: "the row is gone, and the screen did not go away",
        trigger: `${TOWER} .o_replenish_top:not(:has(.o_data_row:contains('Tower Desk')))`,
        run: look,
    },
    {
        content: "everything again",
        trigger: `${TOWER} .o_replenish_show_all`,
        run: "click",
    },
    ...count(2, "2 items are out"),
]);
