/** @odoo-module **/

import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {useRows} from "./use_rows";
import {useState} from "@odoo/owl";

/** A list that people act on, as cards for phones: the same chip and actions. */
export class RowsKanbanController extends KanbanController {
    static template = "stock_replenish_sync.RowsKanbanView";

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
        this.worklist.load();
    }

    get worklistDisplay() {
        return {...this.props.display, banner: true};
    }

    async reload() {
        await Promise.all([this.model.load(), this.worklist.load()]);
        this.model.notify();
    }
}

/** Cards whose empty list tells what was checked. */
export class RowsKanbanRenderer extends KanbanRenderer {
    static template = "stock_replenish_sync.RowsKanbanRenderer";
    static Empty = null;

    get Empty() {
        return this.constructor.Empty;
    }
}
