/** @odoo-module **/

import {
    click,
    editInput,
    editSelect,
    getFixture,
    nextTick,
    patchWithCleanup,
} from "@web/../tests/helpers/utils";
import {makeView, setupViewRegistries} from "@web/../tests/views/helpers";
import {browser} from "@web/core/browser/browser";

let target = null;
let serverData = null;

const FIGURES = {
    safety_value: 100,
    cycle_value: 40,
    safety_days: 3,
    cycle_days: 7,
    orders: 50,
    stockouts: 2.5,
    fill_rate: 0.99,
    capped: 0,
    yearly_cost: 900,
};

function answer(level) {
    return {
        problem: false,
        scope: "governed",
        scopes: [
            {key: "governed", label: "rules it governs", count: 2},
            {key: "all", label: "all rules, as an example", count: 5},
        ],
        count: 2,
        used: 2,
        hidden: 0,
        sampled: 0,
        not_planned: 0,
        without_demand: 0,
        without_cost: 1,
        currency_id: 1,
        today: {count: 2, safety_value: 90},
        own: FIGURES,
        levels: [
            {level: 0.9, chosen: level === 0.9, ...FIGURES, safety_value: 70},
            {level: 0.95, chosen: level === 0.95, ...FIGURES},
        ],
        lots: [{lot: "eoq", label: "Economic", chosen: true, ...FIGURES}],
        reviews: [{days: 1, chosen: true, ...FIGURES}],
        words: {service: `Told for ${level}`, tolerance: "Stays."},
    };
}

QUnit.module("ReplenishPolicy", (hooks) => {
    hooks.beforeEach(() => {
        target = getFixture();
        serverData = {
            models: {
                "stock.replenish.policy": {
                    fields: {
                        name: {string: "Name", type: "char"},
                        method: {
                            string: "Method",
                            type: "selection",
                            selection: [
                                ["min_max", "Min/max"],
                                ["reorder_point", "Reorder point"],
                            ],
                        },
                        service_level: {string: "Service Level", type: "float"},
                        max_days_of_supply: {string: "At most", type: "float"},
                        orderpoint_count: {string: "Rules", type: "integer"},
                        version: {string: "Version", type: "integer"},
                    },
                    records: [
                        {
                            id: 1,
                            name: "A",
                            method: "reorder_point",
                            service_level: 0.95,
                            max_days_of_supply: 0,
                            orderpoint_count: 2,
                            version: 3,
                        },
                    ],
                },
            },
        };
        setupViewRegistries();
        // Typing is waited for; tests do not wait.
        patchWithCleanup(browser, {setTimeout: (callback) => callback()});
    });

    const arch = `
        <form js_class="replenish_policy_form">
            <field name="name"/>
            <field name="method" invisible="1"/>
            <field name="orderpoint_count" invisible="1"/>
            <field name="version" invisible="1"/>
            <field name="service_level"/>
            <field name="max_days_of_supply" widget="replenish_limit" placeholder="No limit"/>
            <widget name="replenish_consequences" options="{'part': 'scope'}"/>
            <widget name="replenish_consequences" options="{'part': 'service'}"/>
        </form>`;

    function form(mockRPC, resId = 1) {
        return makeView({
            type: "form",
            resModel: "stock.replenish.policy",
            serverData,
            resId,
            arch,
            mockRPC,
        });
    }

    QUnit.test("all parts of the form share one call per change", async (assert) => {
        await form((route, args) => {
            if (args.method === "get_consequences") {
                const [ids, values, scope] = args.args;
                assert.step(`${ids} ${values.service_level} ${scope}`);
                return answer(values.service_level);
            }
        });
        await nextTick();
        assert.verifySteps(["1 0.95 null"]);
        assert.containsN(target, ".o_replenish_levels tbody tr", 2);
        assert.strictEqual(
            target.querySelector(".o_replenish_chosen td").textContent,
            "95 %"
        );
        await editInput(target, "[name=service_level] input", "0.9");
        await nextTick();
        assert.verifySteps(["1 0.9 null"]);
        assert.strictEqual(
            target.querySelector(".o_replenish_chosen td").textContent,
            "90 %"
        );
        await editSelect(target, ".o_replenish_scope", "all");
        await nextTick();
        assert.verifySteps(["1 0.9 all"]);
    });

    QUnit.test(
        "a problem is told once, an error can be tried again",
        async (assert) => {
            let broken = true;
            await form((route, args) => {
                if (args.method === "get_consequences") {
                    if (broken) {
                        return Promise.reject(new Error("down"));
                    }
                    return {problem: "Service Level must be lower."};
                }
            });
            await nextTick();
            assert.containsOnce(target, ".o_replenish_consequences a");
            broken = false;
            await click(target, ".o_replenish_consequences a");
            await nextTick();
            assert.containsOnce(target, ".o_replenish_consequences [role=alert]");
            assert.containsNone(target, ".o_replenish_levels");
        }
    );

    QUnit.test("no limit is a placeholder, not a zero", async (assert) => {
        await form((route, args) => {
            if (args.method === "get_consequences") {
                return answer(0.95);
            }
            if (args.method === "preview_policy_values") {
                assert.deepEqual(args.args, [1, {max_days_of_supply: 30}]);
                assert.step("preview");
                return {type: "ir.actions.act_window_close"};
            }
        });
        const input = target.querySelector("[name=max_days_of_supply] input");
        assert.strictEqual(input.value, "");
        assert.strictEqual(input.placeholder, "No limit");
        await editInput(target, "[name=max_days_of_supply] input", "30");
        await click(target, ".o_form_button_save");
        assert.verifySteps(["preview"]);
    });

    QUnit.test(
        "settings of a policy in use are previewed, not saved",
        async (assert) => {
            await form((route, args) => {
                if (args.method === "get_consequences") {
                    return answer(0.95);
                }
                if (["preview_policy_values", "web_save"].includes(args.method)) {
                    assert.step(args.method);
                }
                if (args.method === "preview_policy_values") {
                    return {type: "ir.actions.act_window_close"};
                }
            });
            await editInput(target, "[name=service_level] input", "0.9");
            assert.containsOnce(target, ".o_replenish_consequences .alert-info");
            await click(target, ".o_form_button_save");
            await nextTick();
            assert.verifySteps(["preview_policy_values"]);
            assert.strictEqual(
                target.querySelector("[name=service_level] input").value,
                "0.90",
                "what was typed stays until the preview is applied"
            );
            await click(target, ".o_form_button_cancel");
            await editInput(target, "[name=name] input", "Other name");
            await click(target, ".o_form_button_save");
            assert.verifySteps(["web_save"], "a name changes nothing that is ordered");
        }
    );

    QUnit.test("settings of a policy nobody follows are saved", async (assert) => {
        serverData.models["stock.replenish.policy"].records[0].orderpoint_count = 0;
        await form((route, args) => {
            if (args.method === "get_consequences") {
                return answer(0.95);
            }
            if (["preview_policy_values", "web_save"].includes(args.method)) {
                assert.step(args.method);
            }
        });
        await editInput(target, "[name=service_level] input", "0.9");
        await click(target, ".o_form_button_save");
        assert.verifySteps(["web_save"]);
    });
});

QUnit.module("ReplenishMatrix", (hooks) => {
    hooks.beforeEach(() => {
        target = getFixture();
        serverData = {
            models: {
                "stock.replenish.policy.rule": {
                    fields: {
                        name: {string: "Name", type: "char"},
                        abc_class: {
                            string: "ABC",
                            type: "selection",
                            selection: [
                                ["A", "A"],
                                ["B", "B"],
                            ],
                        },
                        xyz_class: {
                            string: "XYZ",
                            type: "selection",
                            selection: [["X", "X"]],
                        },
                        match_count: {string: "Rules", type: "integer"},
                        remark: {string: "Remark", type: "char"},
                    },
                    records: [
                        {id: 1, name: "one", abc_class: "A", match_count: 0},
                        {id: 2, name: "two", abc_class: "B", match_count: 0},
                    ],
                },
            },
            views: {"stock.replenish.policy.rule,false,search": "<search/>"},
        };
        setupViewRegistries();
    });

    function overview(calls) {
        return {
            lines: {
                1: {position: 1, matches: 10 + calls, fits: 12, remark: ""},
                2: {position: 2, matches: 0, fits: 3, remark: "Never reached"},
            },
            cells: ["A", "B", "C"].flatMap((abc) =>
                ["X", "Y", "Z"].map((xyz) => ({
                    abc,
                    xyz,
                    count: abc + xyz === "AX" ? 3 : 0,
                    value: 1000,
                    policies: [
                        {id: 4, name: "A items", count: 2},
                        {id: 0, name: "No policy", count: 1},
                    ],
                }))
            ),
            none: 1,
            by_hand: 0,
            locked: 2,
            unclassified: 0,
            total: 15,
            changes: 4,
            currency_id: 1,
            may_apply: true,
        };
    }

    async function list(mockRPC) {
        let calls = 0;
        return makeView({
            type: "list",
            resModel: "stock.replenish.policy.rule",
            serverData,
            arch: `
                <tree js_class="replenish_matrix_list" editable="bottom">
                    <field name="name"/>
                    <field name="match_count" widget="replenish_matrix_count"/>
                    <field name="remark" widget="replenish_matrix_remark"/>
                </tree>`,
            mockRPC(route, args) {
                if (args.method === "get_overview") {
                    return overview(calls++);
                }
                return mockRPC?.(route, args);
            },
        });
    }

    const counts = () =>
        [...target.querySelectorAll(".o_data_row td[name=match_count]")].map(
            (cell) => cell.textContent
        );

    QUnit.test("numbers of all lines follow an edit of one", async (assert) => {
        await list();
        await nextTick();
        const [before] = counts();
        assert.ok(Number(before) >= 10);
        assert.strictEqual(
            target
                .querySelectorAll(".o_data_row td[name=remark]")[1]
                .textContent.trim(),
            "Never reached"
        );
        await click(target.querySelector(".o_data_row [name=name]"));
        await editInput(target, ".o_data_row [name=name] input", "changed");
        await click(target, ".d-xl-inline-flex .o_list_button_save");
        await nextTick();
        assert.ok(Number(counts()[0]) > Number(before), "asked again");
        assert.strictEqual(counts()[1], "0");
    });

    QUnit.test("a cell leaves only lines that may take its rules", async (assert) => {
        await list();
        await nextTick();
        assert.containsN(target, ".o_replenish_cell:disabled", 8);
        await click(target, "[data-cell=AX]");
        assert.containsOnce(target, ".o_data_row");
        assert.ok(
            target
                .querySelector(".o_replenish_chosen_cell")
                .textContent.includes("A items 2, No policy 1")
        );
        await click(target, "[data-cell=AX]");
        assert.containsN(target, ".o_data_row", 2);
    });

    QUnit.test("the tester tells the line and why not earlier ones", async (assert) => {
        serverData.models["product.product"] = {
            fields: {type: {type: "char"}},
            records: [{id: 5, display_name: "Desk", type: "product"}],
        };
        serverData.models["stock.warehouse"] = {
            fields: {},
            records: [{id: 6, display_name: "Hub"}],
        };
        await list((route, args) => {
            if (args.method === "test_item") {
                assert.deepEqual(args.args, [5, 6]);
                return [
                    {
                        id: 9,
                        name: "Desk at Hub",
                        policy: false,
                        line: 2,
                        gets: "B items",
                        steps: [
                            {
                                id: 1,
                                line: 1,
                                policy: "A items",
                                fits: false,
                                why: "ABC class is B, not A",
                            },
                            {id: 2, line: 2, policy: "B items", fits: true, why: ""},
                        ],
                        hints: ["Locked: Season"],
                    },
                ];
            }
        });
        await nextTick();
        await click(target, ".o_replenish_test_toggle");
        for (const name of ["product", "warehouse"]) {
            await click(target, `.o_replenish_tester_${name} input`);
            await nextTick();
            await click(target, `.o_replenish_tester_${name} .dropdown-item`);
            await nextTick();
        }
        const told = target.querySelector(".o_replenish_answer").textContent;
        for (const words of ["Line 2: B items", "ABC class is B, not A", "Season"]) {
            assert.ok(told.includes(words), words);
        }
    });

    QUnit.test("applying goes through the preview", async (assert) => {
        await list((route, args) => {
            if (args.method === "preview_matrix") {
                assert.step("preview_matrix");
                return {type: "ir.actions.act_window_close"};
            }
        });
        await nextTick();
        await click(target, ".o_replenish_apply");
        assert.verifySteps(["preview_matrix"]);
    });
});
