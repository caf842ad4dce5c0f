/** @odoo-module **/

/** Only what somebody has to see to has a colour, and always an icon and its word. */
const LOOKS = {
    off: {icon: "fa-power-off", className: "badge text-bg-danger"},
    stale: {icon: "fa-times-circle", className: "badge text-bg-danger"},
    failing: {icon: "fa-exclamation-triangle", className: "badge text-bg-warning"},
    waiting: {icon: "fa-clock-o", className: "badge o_replenish_low"},
    ok: {icon: "fa-check", className: "o_replenish_calm"},
};

/** How the state of a job looks, wherever it is told. */
export function jobLook(state) {
    return LOOKS[state] || LOOKS.waiting;
}
