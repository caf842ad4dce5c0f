/** @odoo-module **/

import {CheckboxItem} from "@web/core/dropdown/checkbox_item";
import {Component, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {sprintf} from "@web/core/utils/strings";

// More than these are found by typing.
const FEW = 9;

/** One filter: what can be chosen, one or several. */
export class FilterMenu extends Component {
    static template = "stock_replenish_sync.FilterMenu";
    static components = {CheckboxItem, Dropdown, DropdownItem};
    static props = {
        name: String,
        label: String,
        /** [{id, name}] */
        options: Array,
        /** Ids of what is chosen; none: all. */
        chosen: Array,
        /** Words for "all"; without, one is always chosen. */
        allLabel: {type: String, optional: true},
        isSingle: {type: Boolean, optional: true},
        onChange: Function,
    };

    setup() {
        this.state = useState({typed: ""});
    }

    get isLong() {
        return this.props.options.length > FEW;
    }

    get shown() {
        const typed = this.state.typed.trim().toLowerCase();
        return this.props.options.filter(({name}) =>
            name.toLowerCase().includes(typed)
        );
    }

    get text() {
        const {chosen, label, options} = this.props;
        const first = options.find(({id}) => chosen.includes(id));
        if (!first) {
            return label;
        }
        return chosen.length === 1
            ? first.name
            : sprintf(_t("%(name)s and %(more)s more"), {
                  name: first.name,
                  more: chosen.length - 1,
              });
    }

    /** What a label and a choice say together to who does not see them. */
    get title() {
        return this.props.chosen.length
            ? `${this.props.label}: ${this.text}`
            : this.props.label;
    }

    isChosen(id) {
        return this.props.chosen.includes(id);
    }

    toggle(id) {
        const {chosen, isSingle, onChange} = this.props;
        if (isSingle) {
            return onChange([id]);
        }
        return onChange(
            this.isChosen(id) ? chosen.filter((other) => other !== id) : [...chosen, id]
        );
    }

    type(ev) {
        this.state.typed = ev.target.value;
    }
}
