/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {momentText} from "../../rows/rows_banner";

/** Only what is late or failed has a colour, and always its word. */
const LOOKS = () => ({
    ok: {icon: "fa-check", className: "o_replenish_calm", label: _t("Done")},
    running: {icon: "fa-refresh", className: "o_replenish_calm", label: _t("Running")},
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

    get hasCompanies() {
        return new Set(this.props.jobs.map((job) => job.company_id)).size > 1;
    }

    key(job) {
        return `${job.key}-${job.company_id}`;
    }

    look(job) {
        return this.looks[job.state] || this.looks.never;
    }

    name(job) {
        return this.hasCompanies ? `${job.label} · ${job.company}` : job.label;
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
        return [this.name(job), this.look(job).label, this.when(job), job.text]
            .filter(Boolean)
            .join(", ");
    }
}
