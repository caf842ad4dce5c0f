/** @odoo-module **/

import {RowsKanbanController, RowsKanbanRenderer} from "../rows/rows_kanban";
import {EXCEPTION_PARTS} from "./exception_parts";
import {ExceptionEmpty} from "./exception_empty";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";
import {utils} from "@web/core/ui/ui_service";

export class ExceptionKanbanController extends RowsKanbanController {
    get parts() {
        return EXCEPTION_PARTS;
    }
}

export class ExceptionKanbanRenderer extends RowsKanbanRenderer {
    static Empty = ExceptionEmpty;
}

registry.category("views").add("replenish_exception_kanban", {
    ...kanbanView,
    Controller: ExceptionKanbanController,
    Renderer: ExceptionKanbanRenderer,
    props(...args) {
        const props = kanbanView.props(...args);
        // Columns by owner need width; a phone shows the ranking itself.
        return utils.isSmall() ? {...props, defaultGroupBy: false} : props;
    },
});
