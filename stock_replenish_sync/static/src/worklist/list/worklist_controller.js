/** @odoo-module **/

import {useEffect, useState} from "@odoo/owl";
import {ListController} from "@web/views/list/list_controller";
import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {formatQuantity} from "../format";
import {openWhy} from "../why_hook";
import {sprintf} from "@web/core/utils/strings";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useWorklist} from "../use_worklist";

/** The worklist: acting on it leaves filters, scroll and focus where they are. */
export class WorklistController extends ListController {
    setup() {
        Object.assign(
            this,
            useWorklist(() => this.reload())
        );
        super.setup();
        this.panel = useState(this.worklist.state);
        this.worklist.state.hasPanel = Boolean(this.props.display.searchPanel);
        this.worklist.load();
        this.focusAt = null;
        useEffect(() => this.restoreFocus());
        const options = {bypassEditableProtection: true};
        useHotkey("alt+o", () => this.onHotkeyOrder(), options);
        useHotkey("alt+w", () => this.onHotkeyWhy(), options);
    }

    get display() {
        const display = super.display;
        return {
            ...display,
            banner: true,
            searchPanel: display.searchPanel && this.panel.isPanelOpen,
        };
    }

    // --- Reading again ---

    async reload() {
        this.rememberFocus();
        await Promise.all([this.model.load(), this.worklist.load()]);
        this.model.notify();
    }

    rememberFocus() {
        const rows = [...this.rootRef.el.querySelectorAll(".o_data_row")];
        const row =
            document.activeElement && document.activeElement.closest(".o_data_row");
        const place = rows.indexOf(row);
        this.focusAt = place < 0 ? this.focusAt : place;
    }

    /** The row that moved up takes the place of one that is done. */
    restoreFocus() {
        if (this.focusAt === null || document.querySelector(".modal")) {
            return;
        }
        const lost =
            !document.activeElement || document.activeElement === document.body;
        const rows = this.rootRef.el.querySelectorAll(".o_data_row");
        if (lost && rows.length) {
            const row = rows[Math.min(this.focusAt, rows.length - 1)];
            const target = row.querySelector(".o_replenish_order, .o_data_cell");
            target.focus({preventScroll: true});
            this.focusAt = null;
        }
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

    async callSelected(method) {
        const ids = await this.getSelectedResIds();
        return this.actions.call(method, ids);
    }

    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        delete items.archive;
        delete items.unarchive;
        delete items.duplicate;
        delete items.delete;
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

    get focusedRecord() {
        const focused = document.activeElement;
        const row = focused && focused.closest(".o_data_row");
        return (
            this.editedRecord ||
            (row &&
                this.model.root.records.find((record) => record.id === row.dataset.id))
        );
    }

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
