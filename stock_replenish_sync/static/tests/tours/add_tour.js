/** @odoo-module **/

import {registry} from "@web/core/registry";

/** How long a step waits, ms: a busy machine builds the assets of a page first. */
const PATIENCE = 60000;

/** Add a tour that starts where its test opens the browser. */
export function addTour(name, steps) {
    registry.category("web_tour.tours").add(name, {
        test: true,
        steps: () => steps().map((step) => ({timeout: PATIENCE, ...step})),
    });
}
