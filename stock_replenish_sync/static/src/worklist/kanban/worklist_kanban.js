/** @odoo-module **/

import {onWillRender, useState} from "@odoo/owl";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {KanbanHeader} from "@web/views/kanban/kanban_header";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {WorklistEmpty} from "../empty/worklist_empty";
import {WorklistModel} from "../list/worklist_model";
import {_t} from "@web/core/l10n/translation";
import {counted, formatTotal} from "../format";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";
import {useWorklist} from "../use_worklist";

/** The worklist as cards, for phones: the same chip, and one button for all shown. */
export class WorklistKanbanController extends KanbanController {
    setup() {
        Object.assign(
            this,
            useWorklist(() => this.reload())
        );
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

    get orderShownLabel() {
        return counted(this.due.length, _t("Order this one"), _t("Order these %s"));
    }

    orderShown() {
        return this.actions.order(
            [["id", "in", this.due.map((record) => record.resId)]],
            {skipWarned: true}
        );
    }
}
WorklistKanbanController.template = "stock_replenish_sync.WorklistKanbanView";

/** A vendor's column can be ordered as a whole, as its group in the list. */
export class WorklistKanbanHeader extends KanbanHeader {
    static template = "stock_replenish_sync.WorklistKanbanHeader";

    get total() {
        const total = this.props.list.model.totalOf(this.props.group);
        return this.env.replenishActions.mayPlan && total && total.count ? total : null;
    }

    get orderLabel() {
        const {count} = this.total;
        return sprintf(
            count === 1
                ? _t("Order 1 item, %(value)s")
                : _t("Order %(count)s items, %(value)s"),
            {count: count.toLocaleString(), value: formatTotal(this.total)}
        );
    }

    orderGroup() {
        return this.env.replenishActions.order(this.props.group.config.initialDomain, {
            skipWarned: true,
        });
    }
}

export class WorklistKanbanRenderer extends KanbanRenderer {}
WorklistKanbanRenderer.template = "stock_replenish_sync.WorklistKanbanRenderer";
WorklistKanbanRenderer.components = {
    ...KanbanRenderer.components,
    KanbanHeader: WorklistKanbanHeader,
    WorklistEmpty,
};

registry.category("views").add("replenish_worklist_kanban", {
    ...kanbanView,
    Controller: WorklistKanbanController,
    Model: WorklistModel,
    Renderer: WorklistKanbanRenderer,
    buttonTemplate: "stock_replenish_sync.WorklistKanbanButtons",
});
