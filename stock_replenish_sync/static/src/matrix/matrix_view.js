/** @odoo-module **/

import {KanbanController} from "@web/views/kanban/kanban_controller";
import {ListController} from "@web/views/list/list_controller";
import {ListRenderer} from "@web/views/list/list_renderer";
import {MatrixBoard} from "./matrix_board";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";
import {useMatrixStore} from "./matrix_store";

class MatrixModel extends listView.Model {}
MatrixModel.DynamicRecordList = class extends listView.Model.DynamicRecordList {
    async resequence() {
        const result = await super.resequence(...arguments);
        this.model.onLinesChanged?.();
        return result;
    }
};

export class MatrixListRenderer extends ListRenderer {
    /** Among some of the lines, dragging would put the others where nobody sees. */
    get canResequenceRows() {
        return super.canResequenceRows && !this.env.searchModel.query.length;
    }
}

export class MatrixListController extends ListController {
    static template = "stock_replenish_sync.MatrixListView";
    static components = {...ListController.components, MatrixBoard};

    setup() {
        super.setup();
        this.matrix = useMatrixStore(this.model);
        this.model.onLinesChanged = () => this.matrix.load();
    }

    get modelParams() {
        const params = super.modelParams;
        // Lines that were added, removed or archived; not those just looked at.
        params.hooks.onRootLoaded = () => this.matrix?.load();
        return params;
    }

    async onRecordSaved() {
        await super.onRecordSaved(...arguments);
        this.matrix.load();
    }

    async onSavedMulti() {
        await super.onSavedMulti(...arguments);
        this.matrix.load();
    }
}

export class MatrixKanbanController extends KanbanController {
    static template = "stock_replenish_sync.MatrixKanbanView";
    static components = {...KanbanController.components, MatrixBoard};
}

registry.category("views").add("replenish_matrix_list", {
    ...listView,
    Model: MatrixModel,
    Controller: MatrixListController,
    Renderer: MatrixListRenderer,
});
registry.category("views").add("replenish_matrix_kanban", {
    ...kanbanView,
    Controller: MatrixKanbanController,
});
