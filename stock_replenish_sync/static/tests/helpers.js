/** @odoo-module **/

import {getFixture} from "@web/../tests/helpers/utils";
import {makeFakeUserService} from "@web/../tests/helpers/mock_services";
import {registry} from "@web/core/registry";
import {setupViewRegistries} from "@web/../tests/views/helpers";

/**
 * Begin a test of a screen of our own, which no other one tells anything.
 *
 * @returns {HTMLElement} where it is shown
 */
export function setupScreen() {
    setupViewRegistries();
    registry.category("services").remove("bus_service");
    return getFixture();
}

/**
 * Tell who the user is.
 *
 * @param {Function} hasGroup whether the user is of a group
 */
export function setUser(hasGroup) {
    registry
        .category("services")
        .add("user", makeFakeUserService(hasGroup), {force: true});
}
