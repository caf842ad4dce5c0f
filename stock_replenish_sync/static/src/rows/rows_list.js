/** @odoo-module **/

import {useEffect, useState} from "@odoo/owl";
import {ListController} from "@web/views/list/list_controller";
import {ListRenderer} from "@web/views/list/list_renderer";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useRows} from "./use_rows";

/** A list that people act on: acting leaves filters, scroll and focus where they are. */
export class RowsController extends ListController {
    /** What gets the focus in the row that takes the place of one that is done. */
    static focusTarget = ".o_data_cell";

    /** Classes of this kind of list: Actions, State, Banner. */
    get parts() {
        return {};
    }

    setup() {
        Object.assign(
            this,
            useRows(this.parts, () => this.reload())
        );
        super.setup();
        this.panel = useState(this.worklist.state);
        this.worklist.state.hasPanel = Boolean(this.props.display.searchPanel);
        this.worklist.load();
        this.focusAt = null;
        this.actions.onActing = () => this.rememberFocus();
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
            const target =
                row.querySelector(this.constructor.focusTarget) ||
                row.querySelector(".o_data_cell");
            target.focus({preventScroll: true});
            this.focusAt = null;
        }
    }

    // --- Selected rows ---

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

    onHotkeyOrder() {
        // Each kind of list orders in its own way.
    }

    onHotkeyWhy() {
        // Each kind of list explains something else.
    }
}

/** Rows whose empty list tells what was checked. */
export class RowsRenderer extends ListRenderer {
    static template = "stock_replenish_sync.RowsRenderer";
    static Empty = null;

    get Empty() {
        return this.constructor.Empty;
    }
}
