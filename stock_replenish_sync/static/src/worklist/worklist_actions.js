/** @odoo-module **/

import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {escape, sprintf} from "@web/core/utils/strings";
import {formatTotal} from "./format";
import {markup, onWillStart, useEnv} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

export const MODEL = "stock.warehouse.orderpoint";
const PLANNER = "stock_replenish_sync.group_replenish_planner";
// So many skipped items are named, the others are counted.
const NAMED = 5;

/** What people do on the worklist; the screen stays where it is and reads again. */
export class WorklistActions {
    constructor(env, services, reload) {
        this.env = env;
        Object.assign(this, services);
        this.reload = reload;
        this.mayPlan = false;
    }

    async loadRights() {
        this.mayPlan = await this.user.hasGroup(PLANNER);
    }

    /** Call a method on rows, show what it answers, read the rows again. */
    async call(method, ids, kwargs = {}) {
        const answer = await this.orm.call(MODEL, method, [ids], kwargs);
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

    /** Order one row: no question, its quantity is in front of the person. */
    orderRow(record, toMax = false) {
        return this.call("action_replenish", [record.resId], {force_to_max: toMax});
    }

    /**
     * Order rows of a domain; asks first where it is many or much.
     *
     * @param {Array} domain
     * @param {Object} [options]
     * @param {Boolean} [options.skipWarned] leave out what a person should look at
     * @param {Boolean} [options.toMax]
     */
    async order(domain, {skipWarned = false, toMax = false} = {}) {
        const preview = await this.orm.call(
            MODEL,
            "replenish_order_preview",
            [domain],
            {
                to_max: toMax,
            }
        );
        const ids = skipWarned ? preview.ids : preview.all_ids;
        const skipped = skipWarned ? preview.skipped : [];
        if (!ids.length) {
            return this.notification.add(this.nothingText(skipped), {type: "warning"});
        }
        const run = async () => {
            await this.call("action_replenish", ids, {force_to_max: toMax});
            if (skipped.length) {
                this.notification.add(this.skippedText(skipped), {
                    title: _t("Left out; look at them one by one"),
                    type: "warning",
                    sticky: true,
                });
            }
        };
        if (!preview.ask) {
            return run();
        }
        this.dialog.add(ConfirmationDialog, {
            title: toMax ? _t("Order to Max") : _t("Order Once"),
            body: this.questionText(ids.length, preview, skipped, toMax),
            confirmLabel: sprintf(_t("Order %s"), ids.length),
            confirm: run,
            cancel: () => {},
        });
    }

    nothingText(skipped) {
        return skipped.length
            ? this.skippedText(skipped)
            : _t("Nothing is due here, so nothing was ordered.");
    }

    questionText(count, preview, skipped, toMax) {
        const lines = [
            toMax
                ? sprintf(_t("%s items are ordered up to their maximum."), count)
                : sprintf(_t("%(count)s items are ordered, worth %(total)s."), {
                      count,
                      total: formatTotal(preview.total),
                  }),
        ];
        if (skipped.length) {
            lines.push(sprintf(_t("%s are left out:"), skipped.length));
        }
        const text = lines.map((line) => escape(line)).join("<br/>");
        return markup(text + (skipped.length ? this.skippedText(skipped) : ""));
    }

    skippedText(skipped) {
        const lines = skipped
            .slice(0, NAMED)
            .map(({name, why}) => `<li>${escape(name)}: ${escape(why)}</li>`);
        if (skipped.length > NAMED) {
            const more = sprintf(_t("and %s more"), skipped.length - NAMED);
            lines.push(`<li>${escape(more)}</li>`);
        }
        return markup(`<ul class="mb-0">${lines.join("")}</ul>`);
    }
}

/** The actions, with the rights of the user read before the first rendering. */
export function useWorklistActions(reload) {
    const names = ["orm", "action", "dialog", "notification", "user"];
    const services = Object.fromEntries(names.map((name) => [name, useService(name)]));
    const actions = new WorklistActions(useEnv(), services, reload);
    onWillStart(() => actions.loadRights());
    return actions;
}
