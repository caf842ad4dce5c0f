/** @odoo-module **/

import {useEnv, useSubEnv} from "@odoo/owl";
import {useRowsActions} from "./rows_actions";
import {useRowsState} from "./rows_state";

/**
 * What a list that people act on has as rows and as cards: its actions, its state, and
 * the banner that the layout shows between control panel and rows.
 *
 * @param {Object} parts classes of this kind of list: Actions, State, Banner
 * @param {Function} reload
 */
export function useRows({Actions, State, Banner}, reload) {
    const actions = useRowsActions(Actions, reload);
    const worklist = useRowsState(State);
    useSubEnv({
        replenishActions: actions,
        replenishWorklist: worklist,
        config: {...useEnv().config, Banner},
    });
    return {actions, worklist};
}
