/** @odoo-module **/

import {click, editSelect} from "@web/../tests/helpers/utils";
import {createWebClient, doAction} from "@web/../tests/webclient/helpers";
import {setupScreen} from "./helpers";

const ACTION = {
    type: "ir.actions.client",
    tag: "stock_replenish_sync.onboarding",
    name: "Getting Started",
};
const HISTORY = {
    rules: 5,
    sure: 4,
    thin: 1,
    unmoved: 0,
    learned: 3,
    unsupplied: [7],
    unsupplied_count: 1,
    vendors: [{id: 3, name: "Slow Ltd", rules: 2, agreed: 7, actual: 11.5, spread: 2}],
    cells: ["A", "B", "C"].map((abc) => ({
        abc,
        counts: ["X", "Y", "Z"].map((xyz) => ({xyz, count: abc === "A" ? 1 : 0})),
    })),
    patterns: [
        {key: "smooth", count: 3},
        {key: "lumpy", count: 0},
    ],
};

function makeStatus(values = {}) {
    return {
        company: {id: 1, name: "Desk Shop", others: false},
        may: {manage: true, plan: true},
        rules: {all: 5, governed: 0, to_review: 0, with_policy: 0, to_order: 0},
        facts: {months: 14, vendors: 3, unruled: 0},
        history: false,
        warehouses: [
            {id: 2, name: "Branch", rules: 4, governed: false, supplies_others: false},
            {id: 1, name: "Hub", rules: 1, governed: false, supplies_others: true},
        ],
        adopted: false,
        jobs: {plan: true, order: true},
        ...values,
    };
}

let target = null;

/**
 * Open the screen on a sequence of statuses, the last of which stays.
 *
 * @param {Object[]} statuses
 * @param {Function} [rpc] sees every other call
 */
async function open(statuses, rpc = () => undefined) {
    const waiting = [...statuses];
    const webClient = await createWebClient({
        serverData: {models: {}, views: {}, actions: {}},
        mockRPC(route, args) {
            if (args.model !== "stock.replenish.onboarding") {
                return undefined;
            }
            if (["get_status", "action_read_history"].includes(args.method)) {
                return waiting.length > 1 ? waiting.shift() : waiting[0];
            }
            return rpc(args);
        },
    });
    await doAction(webClient, ACTION);
}

QUnit.module("ReplenishOnboarding", (hooks) => {
    hooks.beforeEach(() => {
        target = setupScreen();
    });

    QUnit.test("begins with: nothing has changed", async (assert) => {
        await open([makeStatus()]);
        assert.strictEqual(
            target.querySelector("h2").textContent,
            "Nothing has changed."
        );
        assert.containsNone(target, "[data-step=rules]");
        assert.containsNone(target, ".o_replenish_compare");
        assert.containsOnce(target, ".o_replenish_read:enabled");
    });

    QUnit.test("reading the history shows classes and how sure", async (assert) => {
        await open([makeStatus(), makeStatus({history: HISTORY})]);
        await click(target, ".o_replenish_read");
        assert.deepEqual(
            [...target.querySelectorAll(".o_replenish_cells td")].map((cell) =>
                Number(cell.textContent)
            ),
            [1, 1, 1, 0, 0, 0, 0, 0, 0]
        );
        const text = target.querySelector("[data-step=history]").textContent;
        assert.ok(text.includes("smooth") && !text.includes("lumpy"));
        assert.ok(text.includes("4.5 days later"));
        assert.containsOnce(target, ".o_replenish_compare:enabled");
    });

    QUnit.test("compares what was chosen", async (assert) => {
        await open([makeStatus({history: HISTORY})], (args) => {
            assert.step(args.method);
            assert.deepEqual(args.args, ["pilot", 1, "C", false]);
            return {type: "ir.actions.act_window_close"};
        });
        const warehouse = target.querySelector(".o_replenish_warehouse");
        assert.strictEqual(warehouse.value, "2", "the best pilot is chosen");
        assert.containsNone(target, ".form-text");
        await editSelect(target, ".o_replenish_warehouse", "1");
        assert.containsOnce(target, ".form-text", "a hub depends on its branches");
        await editSelect(target, ".o_replenish_c_items", "C");
        await click(target, ".o_replenish_compare");
        assert.verifySteps(["action_compare"]);
    });

    QUnit.test("who may not decide sees, and is told why", async (assert) => {
        const may = {manage: false, plan: true};
        await open([
            makeStatus({
                may,
                history: HISTORY,
                facts: {months: 1, vendors: 1, unruled: 2},
            }),
        ]);
        assert.containsOnce(target, ".o_replenish_cells");
        for (const step of ["propose", "read", "compare"]) {
            assert.containsNone(target, `.o_replenish_${step}`);
        }
        assert.ok(target.textContent.includes("Replenishment Manager"));
    });

    QUnit.test("after adopting it says what now", async (assert) => {
        await open([
            makeStatus({
                history: HISTORY,
                rules: {all: 9, governed: 3, to_review: 1, with_policy: 6, to_order: 2},
                adopted: {first: {id: 9, name: "Desk, Branch"}, change_id: 4},
            }),
        ]);
        assert.strictEqual(
            target.querySelector("h2").textContent,
            "3 of 9 reordering rules follow a policy."
        );
        assert.ok(
            target
                .querySelector(".o_content")
                .textContent.includes(
                    "1 waits for review. 2 keep their minimum and maximum"
                )
        );
        assert.ok(
            target.querySelector(".o_replenish_first_why").textContent.includes("Desk")
        );
        assert.containsOnce(target, ".o_replenish_undo");
        assert.containsN(target, ".o_replenish_checklist .fa-check-square-o", 5);
    });
});
