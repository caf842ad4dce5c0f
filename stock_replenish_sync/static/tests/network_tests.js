/** @odoo-module **/

import {click, patchWithCleanup} from "@web/../tests/helpers/utils";
import {createWebClient, doAction} from "@web/../tests/webclient/helpers";
import {SIZE, columnsOf, layOut} from "@stock_replenish_sync/network/network_layout";
import {localization} from "@web/core/l10n/localization";
import {setupScreen} from "./helpers";

const HEAD = {key: "vendor", isHead: true};

function node(key) {
    return {key};
}

function edge(from, to, isSide = false) {
    return {key: `${from}>${to}`, from, to, isSide};
}

// A vendor sells to a hub, which supplies three branches; one helps another.
const NODES = [HEAD, node("hub"), node("a"), node("b"), node("c")];
const EDGES = [
    edge("vendor", "hub"),
    edge("hub", "a"),
    edge("hub", "b"),
    edge("hub", "c"),
    edge("a", "b", true),
];

/** Where boxes overlap: cards, and the words beside arrows. */
function overlaps({nodes, edges}) {
    const boxes = [
        ...Object.entries(nodes).map(([key, {x, y}]) => ({
            key,
            x,
            y,
            right: x + (key === HEAD.key ? SIZE.head : SIZE.card),
            bottom: y + SIZE.cardHeight,
        })),
        ...Object.entries(edges).map(([key, {x, y}]) => ({
            key,
            x,
            y,
            right: x + SIZE.chip,
            bottom: y + SIZE.chipHeight,
        })),
    ];
    return boxes.flatMap((a, index) =>
        boxes
            .slice(index + 1)
            .filter(
                (b) =>
                    a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom
            )
            .map((b) => `${a.key} and ${b.key}`)
    );
}

QUnit.module("ReplenishNetwork", () => {
    QUnit.module("layout");

    QUnit.test("columns are hops from the head", (assert) => {
        const columns = columnsOf(NODES, EDGES);
        assert.deepEqual(Object.fromEntries(columns), {
            vendor: 0,
            hub: 1,
            a: 2,
            b: 2,
            c: 2,
        });
    });

    QUnit.test("whoever is only helped out stands behind its helper", (assert) => {
        const columns = columnsOf([node("a"), node("b")], [edge("a", "b", true)]);
        assert.strictEqual(columns.get("b"), 1);
    });

    QUnit.test("the longest way counts, and a loop ends", (assert) => {
        const nodes = [node("a"), node("b"), node("c")];
        const ways = [edge("a", "c"), edge("a", "b"), edge("b", "c")];
        assert.strictEqual(columnsOf(nodes, ways).get("c"), 2);
        columnsOf(nodes, [...ways, edge("c", "a")]);
    });

    QUnit.test("nothing covers anything", (assert) => {
        assert.deepEqual(overlaps(layOut(NODES, EDGES)), []);
        // Past a column, into the same one and back by one.
        const deep = [...NODES, node("d"), node("e")];
        const ways = [
            ...EDGES,
            edge("a", "d"),
            edge("hub", "d"),
            edge("vendor", "d"),
            edge("d", "c", true),
            edge("c", "b", true),
            edge("d", "e"),
            edge("hub", "e"),
        ];
        const drawn = layOut(deep, ways);
        assert.deepEqual(overlaps(drawn), []);
        assert.strictEqual(Object.keys(drawn.edges).length, ways.length);
        assert.notOk(
            Object.values(drawn.edges).some(({path}) => /NaN|undefined/.test(path))
        );
    });

    QUnit.test("everything is within the picture", (assert) => {
        for (const isMirrored of [false, true]) {
            const drawn = layOut(NODES, EDGES, isMirrored);
            for (const {x, y} of Object.values(drawn.nodes)) {
                assert.ok(x >= 0 && x + SIZE.head <= drawn.width);
                assert.ok(y >= 0 && y + SIZE.cardHeight <= drawn.height);
            }
        }
    });

    QUnit.test("from right to left it is the mirror image", (assert) => {
        const drawn = layOut(NODES, EDGES);
        const mirrored = layOut(NODES, EDGES, true);
        assert.strictEqual(mirrored.width, drawn.width);
        for (const [key, {x, y}] of Object.entries(drawn.nodes)) {
            const size = key === HEAD.key ? SIZE.head : SIZE.card;
            assert.strictEqual(mirrored.nodes[key].x, drawn.width - x - size);
            assert.strictEqual(mirrored.nodes[key].y, y);
        }
        for (const [key, {x}] of Object.entries(drawn.edges)) {
            assert.strictEqual(mirrored.edges[key].x, drawn.width - x - SIZE.chip);
        }
    });

    QUnit.test("an empty network has a layout", (assert) => {
        assert.deepEqual(layOut([], []).nodes, {});
    });

    // ---------------------------------------------------------------
    // The screen
    // ---------------------------------------------------------------

    const FIGURES = {
        own: true,
        company: false,
        rules: 1,
        due: 0,
        step: 1,
        planned_on: "2024-01-15 04:00:00",
        stockout_date: false,
    };

    function makeNetwork(values = {}) {
        return {
            product: {id: 7, name: "Desk", unit: "Units"},
            nodes: [
                {
                    ...FIGURES,
                    id: 1,
                    name: "Hub",
                    rule: 11,
                    on_hand: 120,
                    need: 0,
                    days: 34,
                    reorder_point: 40,
                    status: "covered",
                    status_label: "Covered",
                },
                {
                    ...FIGURES,
                    id: 2,
                    name: "North",
                    rule: 12,
                    on_hand: 0,
                    need: 44,
                    days: 0,
                    reorder_point: 9.2,
                    status: "stocked_out",
                    status_label: "Stocked out",
                },
                {
                    ...FIGURES,
                    id: 3,
                    name: "Abroad",
                    own: false,
                    rule: false,
                    on_hand: false,
                    need: 0,
                    days: false,
                    reorder_point: false,
                    status: false,
                    status_label: false,
                },
            ],
            vendors: [{name: "Azure", kind: "buy", warehouse: 1, lead_days: 9}],
            lanes: [
                {
                    id: 21,
                    source: 1,
                    destination: 2,
                    lead_days: 2,
                    ships: "Mon, Thu",
                    mode: "any",
                    mode_label: "Full supply",
                    problem: "",
                },
                {
                    id: 22,
                    source: 2,
                    destination: 3,
                    lead_days: 3,
                    ships: "Every day",
                    mode: "excess",
                    mode_label: "Excess only",
                    problem: "The route is archived.",
                },
            ],
            untaken: 0,
            may_manage: true,
            ...values,
        };
    }

    let target = null;

    QUnit.module("screen", (hooks) => {
        hooks.beforeEach(() => {
            target = setupScreen();
        });

        async function open(network, rpc = () => undefined) {
            const webClient = await createWebClient({
                serverData: {models: {}, views: {}, actions: {}},
                mockRPC(route, args) {
                    if (args.model === "product.product") {
                        return {records: [{id: 7, display_name: "Desk"}], length: 1};
                    }
                    if (args.model !== "stock.replenish.source") {
                        return undefined;
                    }
                    if (args.method === "network") {
                        return typeof network === "function" ? network() : network;
                    }
                    return rpc(args);
                },
            });
            await doAction(webClient, {
                type: "ir.actions.client",
                tag: "stock_replenish_sync.network",
                name: "Network",
            });
        }

        const textOf = (selector) =>
            target.querySelector(selector).innerText.replace(/\s+/g, " ");

        QUnit.test("figures, statuses and lanes in words", async (assert) => {
            await open(makeNetwork());
            const north = textOf(".o_replenish_node[data-warehouse='2']");
            assert.ok(north.includes("Stocked out"), north);
            assert.ok(north.includes("44 Units"), north);
            assert.ok(north.includes("0 d"), north);
            const abroad = textOf(".o_replenish_node[data-warehouse='3']");
            assert.ok(abroad.includes("no figures"), abroad);
            assert.containsNone(target, "button[data-warehouse='3']");
            assert.ok(textOf("[data-lane='21']").includes("2 d Mon, Thu"));
            assert.ok(textOf("[data-lane='21']").includes("Full supply"));
            assert.ok(textOf("[data-lane='22']").includes("Stopped"));
            assert.containsN(target, "path.o_replenish_arrow", 3);
            assert.containsOnce(target, "path.o_replenish_stopped");
            assert.ok(textOf(".o_replenish_head").includes("Azure"));
        });

        QUnit.test("the keyboard follows the goods", async (assert) => {
            await open(makeNetwork());
            const stops = target.querySelectorAll(".o_replenish_graph button");
            assert.deepEqual(
                [...stops].map(({dataset}) => dataset.warehouse || dataset.lane),
                ["1", "21", "2", "22"]
            );
            assert.strictEqual(
                stops[1].getAttribute("aria-label"),
                "Hub → North · 2 d · Mon, Thu · Full supply"
            );
        });

        QUnit.test("the table has what the graph has", async (assert) => {
            await open(makeNetwork());
            const rows = [...target.querySelectorAll("tbody tr")].map((row) =>
                row.innerText.replace(/\s+/g, " ")
            );
            assert.strictEqual(rows.length, 3);
            assert.ok(rows[0].startsWith("Hub") && rows[0].includes("Azure · 9 d"));
            assert.ok(rows[1].includes("10 Units"), "a reorder point is rounded up");
            assert.ok(rows[2].includes("The route is archived."), rows[2]);
        });

        QUnit.test("from right to left the head is on the right", async (assert) => {
            patchWithCleanup(localization, {direction: "rtl"});
            await open(makeNetwork());
            const x = (selector) => target.querySelector(selector).offsetLeft;
            assert.ok(
                x(".o_replenish_card.o_replenish_head") >
                    x(".o_replenish_card:not(.o_replenish_head)")
            );
        });

        QUnit.test("without lanes it offers to take over", async (assert) => {
            const networks = [
                makeNetwork({lanes: [], nodes: [], vendors: [], untaken: 5}),
                makeNetwork(),
            ];
            await open(
                () => networks.shift(),
                ({method}) => {
                    assert.step(method);
                    return {
                        type: "ir.actions.client",
                        tag: "display_notification",
                        params: {message: "5 lanes were made.", type: "success"},
                    };
                }
            );
            assert.strictEqual(
                textOf(".o_replenish_take_over"),
                "Take over 5 resupply routes"
            );
            await click(target, ".o_replenish_take_over");
            assert.verifySteps(["action_take_over"]);
            assert.containsOnce(target, ".o_action_manager > .o_action .o_content");
            assert.containsN(target, ".o_replenish_node", 3);
        });

        QUnit.test("who may not manage is told who can", async (assert) => {
            await open(
                makeNetwork({lanes: [], nodes: [], vendors: [], may_manage: false})
            );
            assert.containsNone(target, ".o_nocontent_help button");
            assert.ok(textOf(".o_nocontent_help").includes("replenishment manager"));
        });
    });
});
