/** @odoo-module **/

import {addTour} from "./add_tour";

const LIST = ".o_replenish_exceptions";
const row = (name) => `${LIST} .o_data_row:contains('${name}')`;
const look = () => {
    // Being there is what the step asks for.
};

/** Choose what is in the menu of a row. */
function choose(name, code) {
    return [
        {
            content: `open the menu of ${name}`,
            trigger: `${row(name)} .o_replenish_more`,
            run: "click",
        },
        {
            content: `choose ${code}`,
            trigger: `${row(name)} .o_replenish_do_${code}`,
            run: "click",
        },
    ];
}

/** Do the main thing of the dialog; the list stays, without the row. */
function confirm(name) {
    return [
        {
            content: "do it",
            trigger: ".modal-footer .btn-primary:visible",
            run: "click",
        },
        {
            content: `${name} is off the list, which is where it was`,
            trigger: ".o_replenish_banner:contains('Checked')",
            extra_trigger: `body:not(:has(.modal)) ${LIST}:not(:has(${row(name)}))`,
            run: look,
        },
    ];
}

/** Acting on exceptions row by row; the data are made by the test. */
addTour("stock_replenish_exception", () => [
    {
        content: "the most expensive comes first, with icon and word",
        trigger: `${LIST} .o_data_row:first:contains('Tour Desk') .o_replenish_status:contains('Critical') .fa-times-circle`,
        run: look,
    },
    {
        content: "the balance is told in words, too",
        trigger: `${row("Tour Desk")} .o_replenish_strip svg[aria-label*='-8']`,
        run: look,
    },
    ...choose("Tour Lamp", "acknowledge"),
    ...confirm("Tour Lamp"),
    ...choose("Tour Chair", "snooze"),
    {
        content: "say why it can wait",
        trigger: ".modal-body [name='note'] input",
        run: "text Comes tomorrow",
    },
    ...confirm("Tour Chair"),
    {
        content: "transfer is suggested for what is out",
        trigger: `${row("Tour Desk")} .o_replenish_suggested[data-code='transfer']`,
        run: "click",
    },
    {
        content: "the dialog shows who can spare it",
        trigger: ".modal-body .o_data_row:contains('Hub')",
        run: look,
    },
    ...confirm("Tour Desk"),
    {
        content: "a late purchase is to be expedited",
        trigger: `${row("Tour Table")} .o_replenish_suggested[data-code='expedite']`,
        run: "click",
    },
    {
        content: "the dialog shows which order is asked about",
        trigger: ".modal-body .o_data_row:contains('Tour Table')",
        run: look,
    },
    ...confirm("Tour Table"),
    {
        content: "nothing is left, and the list says what was looked at",
        trigger: ".o_replenish_empty:contains('Nothing open')",
        run: look,
    },
]);
