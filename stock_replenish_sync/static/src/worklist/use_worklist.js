/** @odoo-module **/

import {useEnv, useSubEnv} from "@odoo/owl";
import {WorklistBanner} from "./banner/worklist_banner";
import {useWorklistActions} from "./worklist_actions";
import {useWorklistState} from "./banner/worklist_state";

/**
 * What the worklist has in common as list and as cards: its actions, its state, and the
 * banner that the layout shows between control panel and rows.
 */
export function useWorklist(reload) {
    const actions = useWorklistActions(reload);
    const worklist = useWorklistState();
    useSubEnv({
        replenishActions: actions,
        replenishWorklist: worklist,
        config: {...useEnv().config, Banner: WorklistBanner},
    });
    return {actions, worklist};
}
