/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatInteger} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useMatrixStore} from "./matrix_store";

const TOLD = {
    position: "position",
    match_count: "matches",
    fitting_count: "fits",
    remark: "remark",
};

/**
 * What the matrix says of a line now: a change of one line changes the numbers of
 * others, so what was read with the line is only the beginning.
 */
class MatrixField extends Component {
    static props = {...standardFieldProps};

    setup() {
        this.store = useMatrixStore(this.props.record.model);
    }

    get value() {
        const {record, name} = this.props;
        const lines = this.store.overview?.lines;
        if (!record.resId) {
            return "";
        }
        const told = lines?.[record.resId];
        if (lines && !told) {
            return name === "remark" ? record.data[name] : "";
        }
        return told ? told[TOLD[name]] : record.data[name];
    }
}

export class MatrixCount extends MatrixField {
    static template = "stock_replenish_sync.MatrixCount";

    get shown() {
        return this.value === "" ? "" : formatInteger(this.value);
    }
}

export class MatrixRemark extends MatrixField {
    static template = "stock_replenish_sync.MatrixRemark";
}

registry.category("fields").add("replenish_matrix_count", {
    component: MatrixCount,
    displayName: _t("Rules of a line"),
    supportedTypes: ["integer"],
});
registry.category("fields").add("replenish_matrix_remark", {
    component: MatrixRemark,
    displayName: _t("What is wrong with a line"),
    supportedTypes: ["char"],
});
