/** @odoo-module **/

import {onWillRender, useState, useSubEnv} from "@odoo/owl";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {WorklistBanner} from "../banner/worklist_banner";
import {WorklistEmpty} from "../empty/worklist_empty";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";
import {useWorklistActions} from "../worklist_actions";
import {useWorklistState} from "../banner/worklist_state";

/** The worklist as cards, for phones: the same chip, and one button for all shown. */
export class WorklistKanbanController extends KanbanController {
    setup() {
        this.actions = useWorklistActions(() => this.reload());
        this.worklist = useWorklistState();
        useSubEnv({
            replenishActions: this.actions,
            replenishWorklist: this.worklist,
            config: Object.create(this.env.config, {Banner: {value: WorklistBanner}}),
        });
        super.setup();
        this.panel = useState(this.worklist.state);
        this.worklist.load();
        onWillRender(() => {
            this.due = this.model.root.records.filter(
                (row) => row.data.qty_to_order > 0
            );
        });
    }

    get worklistDisplay() {
        return {...this.props.display, banner: true};
    }

    async reload() {
        await Promise.all([this.model.load(), this.worklist.load()]);
        this.model.notify();
    }

    orderShown() {
        return this.actions.order(
            [["id", "in", this.due.map((record) => record.resId)]],
            {skipWarned: true}
        );
    }
}
WorklistKanbanController.template = "stock_replenish_sync.WorklistKanbanView";

export class WorklistKanbanRenderer extends KanbanRenderer {}
WorklistKanbanRenderer.template = "stock_replenish_sync.WorklistKanbanRenderer";
WorklistKanbanRenderer.components = {...KanbanRenderer.components, WorklistEmpty};

registry.category("views").add("replenish_worklist_kanban", {
    ...kanbanView,
    Controller: WorklistKanbanController,
    Renderer: WorklistKanbanRenderer,
    buttonTemplate: "stock_replenish_sync.WorklistKanbanButtons",
});
