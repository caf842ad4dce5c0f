/** @odoo-module **/

import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {RowsActions} from "../rows/rows_actions";
import {_t} from "@web/core/l10n/translation";
import {escape, sprintf} from "@web/core/utils/strings";
import {counted, formatTotal} from "./format";
import {markup} from "@odoo/owl";

export const MODEL = "stock.warehouse.orderpoint";
// So many skipped items are named, the others are counted.
const NAMED = 5;

/** What people do on the worklist. */
export class WorklistActions extends RowsActions {
    model = MODEL;

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
            confirmLabel: counted(ids.length, _t("Order 1 item"), _t("Order %s items")),
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
                ? counted(
                      count,
                      _t("1 item is ordered up to its maximum."),
                      _t("%s items are ordered up to their maximum.")
                  )
                : sprintf(
                      count === 1
                          ? _t("1 item is ordered, worth %(total)s.")
                          : _t("%(count)s items are ordered, worth %(total)s."),
                      {count, total: formatTotal(preview.total)}
                  ),
        ];
        if (skipped.length) {
            lines.push(
                counted(skipped.length, _t("1 is left out:"), _t("%s are left out:"))
            );
        }
        const text = lines.map((line) => escape(line)).join("<br/>");
        return markup(text + (skipped.length ? this.skippedText(skipped) : ""));
    }

    skippedText(skipped) {
        const lines = skipped
            .slice(0, NAMED)
            .map(({name, why}) => `<li>${escape(name)}: ${escape(why)}</li>`);
        if (skipped.length > NAMED) {
            const more = counted(
                skipped.length - NAMED,
                _t("and 1 more"),
                _t("and %s more")
            );
            lines.push(`<li>${escape(more)}</li>`);
        }
        return markup(`<ul class="mb-0">${lines.join("")}</ul>`);
    }
}
