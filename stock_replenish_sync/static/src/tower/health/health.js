/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {momentText} from "../../rows/rows_banner";

/** Only what is late or failed has a colour, and always its word. */
const LOOKS = () => ({
    ok: {icon: "fa-check", className: "o_replenish_calm", label: _t("Done")},
    late: {
        icon: "fa-exclamation-triangle",
        className: "badge text-bg-warning",
        label: _t("Late"),
    },
    failed: {
        icon: "fa-times-circle",
        className: "badge text-bg-danger",
        label: _t("Failed"),
    },
    never: {
        icon: "fa-circle-o",
        className: "badge o_replenish_low",
        label: _t("Not run yet"),
    },
});

/** Whether the system's own jobs did their work; each opens its runs. */
export class TowerHealth extends Component {
    static template = "stock_replenish_sync.TowerHealth";
    static props = {
        /** [{key, label, company, company_id, state, last_success, text, drill}] */
        jobs: Array,
        onDrill: Function,
    };

    setup() {
        this.looks = LOOKS();
    }

    /** The jobs of each company; with one company only, it needs no name. */
    get companies() {
        const groups = new Map();
        for (const job of this.props.jobs) {
            const {company_id: id, company: name} = job;
            groups.set(id, groups.get(id) || {id, name, jobs: []});
            groups.get(id).jobs.push(job);
        }
        return [...groups.values()];
    }

    look(job) {
        return this.looks[job.state] || this.looks.never;
    }

    when(job) {
        return job.last_success
            ? momentText(job.last_success, {
                  today: _t("Today %(time)s"),
                  yesterday: _t("Yesterday %(time)s"),
                  other: _t("%(day)s %(time)s"),
              })
            : "";
    }

    label(job) {
        return [job.label, job.company, this.look(job).label, this.when(job), job.text]
            .filter(Boolean)
            .join(", ");
    }
}
