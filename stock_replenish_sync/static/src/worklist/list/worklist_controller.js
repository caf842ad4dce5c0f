/** @odoo-module **/

import {RowsController} from "../../rows/rows_list";
import {WORKLIST_PARTS} from "../worklist_parts";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {formatQuantity} from "../format";
import {openWhy} from "../why_hook";
import {sprintf} from "@web/core/utils/strings";

/** The worklist as a list: quantities are typed and ordered in it. */
export class WorklistController extends RowsController {
    static focusTarget = ".o_replenish_order";

    get parts() {
        return WORKLIST_PARTS;
    }

    // --- Selected rows ---

    get selectedDomain() {
        const {root} = this.model;
        return root.isDomainSelected
            ? root.domain
            : [["id", "in", root.selection.map((record) => record.resId)]];
    }

    orderSelected(toMax = false) {
        return this.actions.order(this.selectedDomain, {toMax});
    }

    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        const own = [
            ["action_change_policy", "fa-sitemap", _t("Change Policy…")],
            ["action_lock", "fa-lock", _t("Lock…")],
            ["action_unlock", "fa-unlock-alt", _t("Unlock")],
            ["action_snooze", "fa-bell-slash-o", _t("Snooze…")],
            ["action_unsnooze", "fa-bell-o", _t("End Snooze")],
            ["action_reset_quantity", "fa-undo", _t("Reset Quantity to the Plan")],
            ["action_set_automatic", "fa-magic", _t("Automate")],
            ["action_set_manual", "fa-hand-paper-o", _t("Order by Hand only")],
        ];
        own.forEach(([method, icon, description], place) => {
            items[method] = {
                isAvailable: () => this.actions.mayPlan,
                sequence: place,
                icon: `fa ${icon}`,
                description,
                callback: () => this.callSelected(method),
            };
        });
        return items;
    }

    // --- Keyboard ---

    async onHotkeyOrder() {
        const record = this.focusedRecord;
        if (!this.actions.mayPlan || !(await this.model.root.leaveEditMode())) {
            return;
        }
        if (this.nbSelected) {
            await this.orderSelected();
        } else if (record && record.data.qty_to_order > 0) {
            await this.actions.orderRow(record);
        }
    }

    onHotkeyWhy() {
        const record = this.focusedRecord || this.model.root.selection[0];
        openWhy(this.env, record, () => this.reload());
    }

    // --- Typed quantities ---

    /** Say what became of a quantity that cannot be ordered as it was typed. */
    async onRecordSaved(record, changes) {
        if (changes && "qty_to_order" in changes) {
            // The record reads what the server made of it right after this.
            browser.setTimeout(() => this.tellRounded(record, changes.qty_to_order));
        }
        return super.onRecordSaved(...arguments);
    }

    tellRounded(record, typed) {
        const {product_id: product, product_uom_name: unit, qty_to_order} = record.data;
        if (Math.abs(qty_to_order - typed) < 1e-6) {
            return;
        }
        const message = sprintf(
            _t(
                "%(product)s: %(typed)s became %(ordered)s %(unit)s, the next quantity its lots and minimum allow."
            ),
            {
                product: product[1],
                typed: formatQuantity(typed),
                ordered: formatQuantity(qty_to_order),
                unit,
            }
        );
        this.actions.notification.add(message, {type: "info"});
    }

    // --- Export ---

    /** "A·X" is one column to read, two to compute with. */
    get defaultExportList() {
        const fields = super.defaultExportList;
        const {abc_class: abc, xyz_class: xyz} = this.props.fields;
        if (fields.includes(abc) && !fields.includes(xyz)) {
            fields.splice(fields.indexOf(abc) + 1, 0, xyz);
        }
        return fields;
    }
}
