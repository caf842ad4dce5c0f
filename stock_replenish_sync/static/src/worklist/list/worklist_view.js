/** @odoo-module **/

import {WorklistController} from "./worklist_controller";
import {WorklistListModel} from "./worklist_model";
import {WorklistRenderer} from "./worklist_renderer";
import {listView} from "@web/views/list/list_view";
import {registry} from "@web/core/registry";

export const worklistView = {
    ...listView,
    Controller: WorklistController,
    Model: WorklistListModel,
    Renderer: WorklistRenderer,
    buttonTemplate: "stock_replenish_sync.WorklistButtons",
};

registry.category("views").add("replenish_worklist", worklistView);
