/** @odoo-module **/

import {RowsBanner} from "../rows/rows_banner";
import {RowsActions} from "../rows/rows_actions";
import {RowsController} from "../rows/rows_list";
import {RowsKanbanController} from "../rows/rows_kanban";
import {RowsState} from "../rows/rows_state";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../worklist/format";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {listView} from "@web/views/list/list_view";
import {plannedText} from "../worklist/banner/worklist_banner";
import {registry} from "@web/core/registry";
import {sprintf} from "@web/core/utils/strings";

/** How the jobs are that make runs. */
export class RunState extends RowsState {
    model = "stock.replenish.job";
    method = "replenish_job_state";

    open() {
        return this.openAction("stock_replenish_job_action");
    }
}

/** Above the runs: whether all is well, when the last plan was, how much waits. */
export class RunBanner extends RowsBanner {
    get freshness() {
        const {late, failing, worst} = this.facts;
        if (late) {
            return counted(
                late,
                _t("1 job is not done in time"),
                _t("%s jobs are not done in time")
            );
        }
        if (failing) {
            return counted(
                failing,
                _t("The last attempt of 1 job failed"),
                _t("The last attempts of %s jobs failed")
            );
        }
        return worst === "ok" ? _t("All jobs work") : _t("Monitor");
    }

    get freshnessTitle() {
        return _t("Open the monitor");
    }

    get isStale() {
        return Boolean(this.facts.late + this.facts.failing);
    }

    get notes() {
        const {planned_on: plannedOn, takes, waiting} = this.facts;
        const notes = [plannedText(plannedOn)];
        if (takes) {
            notes.push(sprintf(_t("takes %s"), takes));
        }
        if (waiting) {
            notes.push(counted(waiting, _t("1 rule waits"), _t("%s rules wait")));
        }
        return notes;
    }
}

const RUN_PARTS = {Actions: RowsActions, State: RunState, Banner: RunBanner};

export class RunListController extends RowsController {
    get parts() {
        return RUN_PARTS;
    }
}

export class RunKanbanController extends RowsKanbanController {
    get parts() {
        return RUN_PARTS;
    }
}

registry.category("views").add("replenish_run_list", {
    ...listView,
    Controller: RunListController,
});
registry.category("views").add("replenish_run_kanban", {
    ...kanbanView,
    Controller: RunKanbanController,
});
