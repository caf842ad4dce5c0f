/** @odoo-module **/

import {WorklistActions} from "./worklist_actions";
import {WorklistBanner} from "./banner/worklist_banner";
import {WorklistState} from "./banner/worklist_state";

/** What the worklist has in common as list and as cards. */
export const WORKLIST_PARTS = {
    Actions: WorklistActions,
    State: WorklistState,
    Banner: WorklistBanner,
};
