/** @odoo-module **/

import {layOut} from "./network_layout";

/** A vendor sells to many, but everybody has a production of his own. */
function headOf({kind, name, warehouse}) {
    return kind === "make" ? `make:${warehouse}` : `buy:${name}`;
}

/** Cards of those at the head and of warehouses, and the arrows between them. */
function parts({nodes, vendors, lanes}) {
    const heads = new Map();
    for (const vendor of vendors) {
        const {name, kind} = vendor;
        heads.set(headOf(vendor), {key: headOf(vendor), isHead: true, name, kind});
    }
    const cards = [
        ...heads.values(),
        ...nodes.map((node) => ({...node, key: `node:${node.id}`})),
    ];
    const arrows = [
        ...vendors.map((vendor) => ({
            ...vendor,
            key: `vendor:${vendor.warehouse}`,
            from: headOf(vendor),
            to: `node:${vendor.warehouse}`,
        })),
        ...lanes.map((lane) => ({
            ...lane,
            key: `lane:${lane.id}`,
            from: `node:${lane.source}`,
            to: `node:${lane.destination}`,
            isSide: lane.mode === "excess",
        })),
    ];
    return {cards, arrows};
}

/**
 * What the server tells of a network, ready to be shown.
 *
 * @param {Object} network {nodes, vendors, lanes}
 * @param {Boolean} isMirrored from right to left
 * @returns {Object} {width, height, pieces, arrows, rows}: arrows with their places;
 *      pieces: cards and arrows in the order in which they are read, the way of goods;
 *      rows: warehouses in the order of columns with `ways`, what supplies them
 */
export function drawGraph(network, isMirrored) {
    const {cards, arrows} = parts(network);
    const {width, height, nodes, edges} = layOut(cards, arrows, isMirrored);
    const names = new Map(cards.map((card) => [card.key, card.name]));
    const placedCards = cards.map((card) => ({...card, ...nodes[card.key]}));
    const placedArrows = arrows.map((arrow) => ({
        ...arrow,
        ...edges[arrow.key],
        sender: names.get(arrow.from),
        receiver: names.get(arrow.to),
    }));
    const along = ({x}) => (isMirrored ? -x : x);
    const rows = placedCards
        .filter((card) => !card.isHead)
        .sort((a, b) => a.column - b.column)
        .map((card) => ({
            ...card,
            ways: placedArrows.filter(({to}) => to === card.key),
        }));
    return {
        width,
        height,
        rows,
        pieces: [...placedCards, ...placedArrows].sort(
            (a, b) => along(a) - along(b) || a.y - b.y
        ),
        arrows: placedArrows,
    };
}
