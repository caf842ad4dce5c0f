/** @odoo-module **/

import {RowsKanbanController, RowsKanbanRenderer} from "../../rows/rows_kanban";
import {KanbanHeader} from "@web/views/kanban/kanban_header";
import {WORKLIST_PARTS} from "../worklist_parts";
import {WorklistEmpty} from "../empty/worklist_empty";
import {WorklistModel} from "../list/worklist_model";
import {_t} from "@web/core/l10n/translation";
import {counted, formatTotal} from "../format";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {onWillRender} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";

/** The worklist as cards: one button for all shown. */
export class WorklistKanbanController extends RowsKanbanController {
    get parts() {
        return WORKLIST_PARTS;
    }

    setup() {
        super.setup();
        onWillRender(() => {
            this.due = this.model.root.records.filter(
                (row) => row.data.qty_to_order > 0
            );
        });
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

export class WorklistKanbanRenderer extends RowsKanbanRenderer {
    static components = {
        ...RowsKanbanRenderer.components,
        KanbanHeader: WorklistKanbanHeader,
    };
    static Empty = WorklistEmpty;
}

registry.category("views").add("replenish_worklist_kanban", {
    ...kanbanView,
    Controller: WorklistKanbanController,
    Model: WorklistModel,
    Renderer: WorklistKanbanRenderer,
    buttonTemplate: "stock_replenish_sync.WorklistKanbanButtons",
});
