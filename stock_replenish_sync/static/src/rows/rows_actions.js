/** @odoo-module **/

import {onWillStart, useEnv} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

const PLANNER = "stock_replenish_sync.group_replenish_planner";

/** What people do on the rows of a list; the screen stays where it is and reads again. */
export class RowsActions {
    /** The model whose rows these are; said by each kind of list. */
    model = "";

    constructor(env, services, reload) {
        this.env = env;
        Object.assign(this, services);
        this.reload = reload;
        this.mayPlan = false;
        // The list remembers where one was: a dialog may take the focus away.
        this.onActing = () => {};
    }

    async loadRights() {
        this.mayPlan = await this.user.hasGroup(PLANNER);
    }

    /** Call a method on rows, show what it answers, read the rows again. */
    async call(method, ids, kwargs = {}) {
        this.onActing();
        const answer = await this.orm.call(this.model, method, [ids], kwargs);
        return this.show(answer);
    }

    async show(answer) {
        if (answer && answer.type === "ir.actions.act_window") {
            const onClose = answer.target === "new" ? this.reload : undefined;
            return this.action.doAction(answer, {onClose});
        }
        if (answer && answer.tag === "display_notification") {
            // Its `next` would open the screen anew and lose scroll and focus.
            await this.action.doAction({
                ...answer,
                params: {...answer.params, next: undefined},
            });
        } else if (answer) {
            await this.action.doAction(answer);
        }
        return this.reload();
    }
}

/** The actions, with the rights of the user read before the first rendering. */
export function useRowsActions(Actions, reload) {
    const names = ["orm", "action", "dialog", "notification", "user"];
    const services = Object.fromEntries(names.map((name) => [name, useService(name)]));
    const actions = new Actions(useEnv(), services, reload);
    onWillStart(() => actions.loadRights());
    return actions;
}
