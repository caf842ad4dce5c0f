/** @odoo-module **/

import {Component, onWillStart} from "@odoo/owl";
import {WhyDialog} from "./why_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

// A tree takes no groups on a widget; the server checks the same.
const GROUPS = [
    "stock_replenish_sync.group_replenish_viewer",
    "purchase.group_purchase_user",
];

/** Opens the explanation of the record it stands in. */
export class WhyButton extends Component {
    static template = "stock_replenish_sync.WhyButton";
    static props = {
        ...standardWidgetProps,
        label: {type: String, optional: true},
        isIcon: {type: Boolean, optional: true},
        isProminent: {type: Boolean, optional: true},
    };

    setup() {
        this.dialog = useService("dialog");
        const user = useService("user");
        onWillStart(async () => {
            const has = await Promise.all(GROUPS.map((group) => user.hasGroup(group)));
            this.isAllowed = has.includes(true);
        });
    }

    get label() {
        return this.props.label || _t("Why?");
    }

    /** A row that is not saved yet has nothing to explain. */
    get isVisible() {
        return this.isAllowed && Boolean(this.props.record.resId);
    }

    open() {
        const {resId, resModel} = this.props.record;
        this.dialog.add(WhyDialog, {
            resModel,
            resId,
            onChanged: () => this.refresh(),
        });
    }

    /** Read the screen behind again, unless somebody is typing there. */
    async refresh() {
        const {model} = this.props.record;
        if (!(model.root.isDirty && (await model.root.isDirty()))) {
            await model.load();
        }
    }
}

export const whyButton = {
    component: WhyButton,
    extractProps: ({attrs, options}) => ({
        label: attrs.string,
        // Where a row has no room left for a word.
        isIcon: Boolean(options.icon),
        // As the other buttons of a form's header look.
        isProminent: Boolean(options.prominent),
    }),
};

registry.category("view_widgets").add("replenish_why", whyButton);
