/** @odoo-module **/

import {click, getFixture, getNodesTextContent} from "@web/../tests/helpers/utils";
import {makeView, setupViewRegistries} from "@web/../tests/views/helpers";
import {setUser} from "./helpers";

const VIEWER = "stock_replenish_sync.group_replenish_viewer";

let target = null;
let serverData = null;

/** Give the user some groups and no others. */
function setGroups(groups) {
    setUser((group) => groups.includes(group));
}

/** An explanation as the server gives it. */
function explanation(values = {}) {
    return {
        title: "Desk for Hub",
        tone: "order",
        headline: "Order 48 Units now.",
        sentences: ["Stock runs out on Wed 25 Nov."],
        orderpoint_id: 7,
        suggestion_id: 3,
        quantity: 48,
        unit: "Units",
        as_of: "Planned 21 Nov, 05:12",
        text: "Desk for Hub\nOrder 48 Units now.",
        lines: [
            {key: "position", label: "Available", value: "10", text: "14 − 4"},
            {key: "point", label: "Reorder point", value: "41", text: "30 + 11"},
            {key: "order", label: "Order", value: "48", text: "47, in dozens"},
        ],
        steps: [{label: "Lead time", value: "10 days", text: "as agreed"}],
        inputs: [
            {
                key: "on_hand",
                label: "On hand",
                value: "14 Units",
                source: "usable stock",
                links: [
                    {
                        name: "Stock now",
                        res_model: "stock.quant",
                        domain: [["id", "=", 1]],
                    },
                ],
            },
        ],
        events: [
            {
                kind: "receipts",
                day: "2026-11-20",
                is_late: true,
                text: "5 Units",
                type: "Purchase order",
                document: "P7",
                link: false,
            },
        ],
        history: {
            weeks: [
                {start: "2026-11-08", end: "2026-11-14", quantity: 20},
                {start: "2026-11-15", end: "2026-11-21", quantity: 22.5},
            ],
            total: 42.5,
            mean: 21,
            pattern: "steady demand",
            link: {name: "Moves counted", res_model: "stock.move", domain: []},
        },
        projection: {
            start: "2026-11-22",
            balance: [8, 2, -4],
            planned: [8, 2, 44],
            receipts: [0, 0, 0],
            orders: [0, 0, 48],
            demand: [6, 6, 6],
            safety_stock: 11,
            reorder_point: 41,
            reorder_label: "Reorder point",
            need_day: 1,
            text: "Stock goes from 14 Units to its lowest, -4 Units.",
        },
        lead_time: false,
        sourcing: false,
        alternatives: [
            {
                kind: "Buy",
                name: "Azure",
                facts: "10 days",
                reason: "Chosen: first by order.",
                chosen: true,
                link: false,
            },
        ],
        since_plan: [],
        decisions: [],
        documents: [],
        may: {order: true, plan: true, replay: true, rule: true, policy: 2},
        ...values,
    };
}

/** A server that answers nothing but what is asked from the dialog. */
function answers(values) {
    return (_route, args) =>
        args.method === "explain" ? explanation(values) : undefined;
}

/** Open the dialog from a list of one row. */
async function openWhy(mockRPC) {
    await makeView({
        type: "list",
        resModel: "stock.warehouse.orderpoint",
        serverData,
        arch: `<tree><field name="name"/><widget name="replenish_why"/></tree>`,
        mockRPC,
    });
    await click(target, ".o_replenish_why_button");
}

function textOf(selector) {
    return getNodesTextContent(target.querySelectorAll(selector)).map((text) =>
        text.replace(/\s+/g, " ").trim()
    );
}

QUnit.module("ReplenishWhy", (hooks) => {
    hooks.beforeEach(() => {
        target = getFixture();
        serverData = {
            models: {
                "stock.warehouse.orderpoint": {
                    fields: {name: {string: "Name", type: "char"}},
                    records: [{id: 7, name: "OP/7"}],
                },
            },
        };
        setupViewRegistries();
        setGroups([VIEWER]);
    });

    QUnit.test("sentence, three lines and pages", async (assert) => {
        await openWhy((_route, args) => {
            if (args.method === "explain") {
                assert.step("explain");
                assert.deepEqual(args.args, ["stock.warehouse.orderpoint", 7]);
                return explanation();
            }
        });
        assert.verifySteps(["explain"]);
        assert.deepEqual(textOf(".o_replenish_why_headline"), ["Order 48 Units now."]);
        assert.deepEqual(textOf(".o_replenish_why_sentence"), [
            "Stock runs out on Wed 25 Nov.",
        ]);
        assert.deepEqual(textOf(".o_replenish_why_value"), ["10", "41", "48"]);
        assert.deepEqual(textOf(".o_replenish_why_pages .nav-link"), [
            "Calculation",
            "Inputs",
            "What else",
            "History",
        ]);
        const [projection] = target.querySelectorAll("canvas");
        assert.strictEqual(
            projection.getAttribute("aria-label"),
            "Stock goes from 14 Units to its lowest, -4 Units."
        );
    });

    QUnit.test("charts can be read as tables", async (assert) => {
        await openWhy(answers());
        await click(target.querySelector(".o_replenish_why_table_toggle"));
        assert.containsOnce(target, "canvas");
        const last = ".o_replenish_why_chart tbody tr:nth-child(3)";
        assert.containsN(target, ".o_replenish_why_chart tbody tr", 3);
        assert.deepEqual(textOf(`${last} td`), [
            "11/24/2026",
            "6",
            "0",
            "-4",
            "48",
            "44",
        ]);
        await click(target.querySelector(".o_replenish_why_table_toggle"));
        assert.containsN(target, "canvas", 2);
    });

    QUnit.test("where it comes from, and who shared", async (assert) => {
        const way = {kind: "Fair share", link: false, gives: true, facts: "leaves"};
        const texts = {asked: "9", got: "6", before: "1 day", after: "2 days"};
        await openWhy(
            answers({
                sourcing: {
                    summary: "",
                    ways: [
                        {...way, name: "Hub", quantity: "6 Units", reason: "Short."},
                        {...way, name: "Azure", quantity: "3 Units", reason: "Rest."},
                    ],
                    shares: [
                        {
                            title: "Hub has 10 Units for 20 Units.",
                            text: "Shared.",
                            rows: [
                                {name: "Branch", own: true, ...texts},
                                {name: "Other", own: false, ...texts},
                            ],
                        },
                    ],
                },
            })
        );
        const pages = target.querySelectorAll(".o_replenish_why_pages .nav-link");
        await click([...pages].find((page) => page.textContent === "Where from"));
        const columns = ".o_replenish_why_ways tbody tr > :nth-child";
        assert.deepEqual(textOf(`${columns}(2)`), ["6 Units", "3 Units"]);
        assert.deepEqual(textOf(`${columns}(3) > :first-child`), ["Short.", "Rest."]);
        assert.deepEqual(textOf(".o_replenish_why_share tbody tr:first-child td"), [
            "Branch",
            "9",
            "6",
            "1 day",
            "2 days",
        ]);
        assert.containsOnce(target, ".o_replenish_why_share tr.fw-bold");
    });

    QUnit.test("only buttons that the user may press", async (assert) => {
        const may = {order: false, plan: false, replay: false, rule: false};
        await openWhy(answers({may: {...may, policy: false}}));
        assert.deepEqual(textOf(".o_replenish_why .modal-footer button"), [
            "Copy",
            "Close",
        ]);
    });

    QUnit.test("order, then tell what it became", async (assert) => {
        let ordered = false;
        await openWhy((_route, args) => {
            if (args.method === "action_replenish") {
                assert.deepEqual(args.args, [[7]]);
                assert.step("order");
                ordered = true;
                return false;
            }
            if (args.method === "explain") {
                assert.step(args.args[0]);
                return ordered
                    ? explanation({
                          tone: "ordered",
                          headline: "48 Units were ordered.",
                          documents: [
                              {
                                  kind: "Purchase order",
                                  name: "P00012",
                                  quantity: "4 Dozens",
                                  link: false,
                              },
                          ],
                          may: {replay: true},
                      })
                    : explanation();
            }
        });
        assert.deepEqual(textOf(".o_replenish_why_order"), ["Order 48 Units"]);
        await click(target, ".o_replenish_why_order");
        assert.verifySteps([
            "stock.warehouse.orderpoint",
            "order",
            "stock.replenish.suggestion",
        ]);
        assert.deepEqual(textOf(".o_replenish_why_document_quantity"), ["4 Dozens"]);
        assert.containsNone(target, ".o_replenish_why_order");
    });

    QUnit.test("what changed since the plan, and planning again", async (assert) => {
        let planned = false;
        const change = {label: "On hand", then: "14 Units", now: "12 Units"};
        await openWhy((_route, args) => {
            if (args.method === "action_plan") {
                planned = true;
                return false;
            }
            if (args.method === "explain") {
                return explanation({since_plan: planned ? [] : [change]});
            }
        });
        assert.ok(
            textOf(".o_replenish_why_changed")[0].includes(
                "On hand 12 Units now, 14 Units as planned."
            )
        );
        await click(target, ".o_replenish_why_changed button");
        assert.containsNone(target, ".o_replenish_why_changed");
    });

    QUnit.test("replay tells the result", async (assert) => {
        let same = true;
        await openWhy((_route, args) => {
            if (args.method === "explain") {
                return explanation();
            }
            if (args.method === "replay") {
                const row = {name: "due_quantity", stored: 48, replayed: 36};
                return {same, differences: same ? [] : [row]};
            }
        });
        await click(target, ".o_replenish_why_replay");
        assert.ok(textOf(".o_replenish_why_replayed")[0].startsWith("Same result"));
        same = false;
        await click(target, ".o_replenish_why_replay");
        assert.ok(
            textOf(".o_replenish_why_replayed")[0].includes("due_quantity 48 → 36")
        );
    });

    QUnit.test("late supply and inputs with their links", async (assert) => {
        await openWhy(answers());
        await click(target.querySelectorAll(".o_replenish_why_pages .nav-link")[1]);
        assert.deepEqual(textOf(".o_replenish_why_inputs button"), ["Stock now"]);
        assert.deepEqual(textOf(".o_replenish_why_events td"), [
            "11/20/2026 late",
            "+ 5 Units",
            "Purchase orderP7",
        ]);
    });

    QUnit.test("no button without a role", async (assert) => {
        setGroups([]);
        await makeView({
            type: "list",
            resModel: "stock.warehouse.orderpoint",
            serverData,
            arch: `<tree><field name="name"/><widget name="replenish_why"/></tree>`,
        });
        assert.containsOnce(target, ".o_data_row");
        assert.containsNone(target, ".o_replenish_why_button");
    });

    QUnit.test("no button before a row is saved", async (assert) => {
        await makeView({
            type: "form",
            resModel: "stock.warehouse.orderpoint",
            serverData,
            arch: `<form><field name="name"/><widget name="replenish_why"/></form>`,
        });
        assert.containsOnce(target, ".o_form_view");
        assert.containsNone(target, ".o_replenish_why_button");
    });
});
