/** @odoo-module **/

import {checkedText, countLinks} from "./exception_banner";
import {RowsEmpty} from "../rows/rows_empty";
import {_t} from "@web/core/l10n/translation";
import {counted} from "../worklist/format";
import {sprintf} from "@web/core/utils/strings";

/** No exception: what was checked and when, and what was put aside. */
export class ExceptionEmpty extends RowsEmpty {
    static filters = ["open"];

    get title() {
        if (this.isNarrowed) {
            return _t("No exception under these filters");
        }
        return this.facts && this.facts.checked_on
            ? _t("Nothing open")
            : _t("Not checked yet");
    }

    get checked() {
        const {facts} = this;
        if (!facts || !facts.checked_on) {
            return _t(
                "Every night everything is checked, in between what changed. What needs a person is listed here."
            );
        }
        return sprintf(_t("%(checked)s, %(items)s."), {
            checked: checkedText(facts.checked_on),
            items: counted(facts.items, _t("1 item"), _t("%s items")),
        });
    }

    get links() {
        return this.facts ? countLinks(this.facts, ["acknowledged", "snoozed"]) : [];
    }

    get allLabel() {
        return _t("See all exceptions");
    }
}
