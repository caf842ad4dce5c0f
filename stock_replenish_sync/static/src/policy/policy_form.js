/** @odoo-module **/

import {FormController} from "@web/views/form/form_controller";
import {PARAMETERS} from "./consequences_store";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** What takes effect on reordering rules; other fields are saved as everywhere. */
const EFFECTIVE = [...PARAMETERS, "apply_mode", "approval_limit"];

/**
 * Saving other settings of a policy that governs rules shows first what they would
 * do; the preview puts them in force.
 */
export class PolicyFormController extends FormController {
    setup() {
        super.setup();
        this.actionService = useService("action");
        this.orm = useService("orm");
    }

    takesEffect(record, changes) {
        return Boolean(
            record.resId &&
                record.data.orderpoint_count &&
                EFFECTIVE.some((name) => name in changes)
        );
    }

    async onWillSaveRecord(record, changes) {
        if (!this.takesEffect(record, changes)) {
            return super.onWillSaveRecord(...arguments);
        }
        // What is typed stays in the form until the preview is applied or discarded.
        await this.preview(record, changes);
        return false;
    }

    async preview(record, changes) {
        const {resId} = record;
        const version = record.data.version;
        const action = await this.orm.call(
            "stock.replenish.change",
            "preview_policy_values",
            [resId, changes]
        );
        await this.actionService.doAction(action, {
            onClose: () => this.afterPreview(resId, version),
        });
    }

    async afterPreview(resId, version) {
        const record = this.model.root;
        if (record.resId !== resId) {
            return;
        }
        const [now] = await this.orm.read(
            "stock.replenish.policy",
            [resId],
            ["version"]
        );
        if (now.version !== version) {
            await record.discard();
            await this.model.load();
        }
    }

    /** Closing the window must not put anything in force unseen. */
    async beforeUnload(ev) {
        const record = this.model.root;
        if (record.dirty && record.resId && record.data.orderpoint_count) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
            return;
        }
        return super.beforeUnload(ev);
    }
}

registry.category("views").add("replenish_policy_form", {
    ...formView,
    Controller: PolicyFormController,
});
