/** @odoo-module **/

import {ExceptionActions} from "./exception_actions";
import {ExceptionBanner} from "./exception_banner";
import {ExceptionState} from "./exception_state";

/** What exceptions have in common as list and as cards. */
export const EXCEPTION_PARTS = {
    Actions: ExceptionActions,
    State: ExceptionState,
    Banner: ExceptionBanner,
};
