/** @odoo-module **/

import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {RowsActions} from "../rows/rows_actions";
import {_t} from "@web/core/l10n/translation";
import {openWhy} from "../worklist/why_hook";
import {sprintf} from "@web/core/utils/strings";

export const MODEL = "stock.replenish.exception";
// Looking changes nothing, so whoever may see the list may look.
export const LOOKING = ["why", "document"];
// More than fits a screen is asked once more, where no dialog asks anyway.
const ASK_FROM = 20;

/** What people do about exceptions. */
export class ExceptionActions extends RowsActions {
    model = MODEL;

    /** Whether the user may do what a code says. */
    allows(code) {
        return this.mayPlan || LOOKING.includes(code);
    }

    run(code, record) {
        return code === "why"
            ? this.why(record)
            : this.call(`action_${code}`, [record.resId]);
    }

    /** Explain the plan of the rule that a row is about. */
    why(record) {
        const rule = record.data.orderpoint_id;
        if (rule) {
            const source = {resModel: "stock.warehouse.orderpoint", resId: rule[0]};
            openWhy(this.env, source, this.reload);
        }
    }

    /** Do the same about several rows. */
    runMany(code, label, ids) {
        const run = () => this.call(`action_${code}`, ids);
        if (ids.length <= ASK_FROM) {
            return run();
        }
        this.dialog.add(ConfirmationDialog, {
            title: label,
            body: sprintf(_t("This is done for %s exceptions."), ids.length),
            confirmLabel: label,
            confirm: run,
            cancel: () => {},
        });
    }
}
