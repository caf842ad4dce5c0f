/** @odoo-module **/

/** Sizes [px]: cards, the words beside an arrow, and the room between them. */
export const SIZE = {
    card: 204,
    head: 152,
    cardHeight: 128,
    chip: 140,
    chipHeight: 48,
    gap: 28,
    arrow: 26,
    pass: 20,
};

/**
 * Return the column of each node: as many hops from the head as the longest way has.
 *
 * @param {Object[]} nodes {key, isHead}
 * @param {Object[]} edges {from, to, isSide}
 * @returns {Map} key -> column
 */
export function columnsOf(nodes, edges) {
    const served = new Set(edges.filter((edge) => !edge.isSide).map(({to}) => to));
    // What helps out now and then does not put its receiver a step further down,
    // unless it has nobody else.
    const main = edges.filter((edge) => !edge.isSide || !served.has(edge.to));
    const headed = nodes.some((node) => node.isHead);
    const columns = new Map(
        nodes.map((node) => [node.key, headed && !node.isHead ? 1 : 0])
    );
    // There are no loops; the bound holds should the server send one all the same.
    for (let round = 0; round < nodes.length; round++) {
        let moved = false;
        for (const {from, to} of main) {
            if (columns.get(to) <= columns.get(from)) {
                columns.set(to, columns.get(from) + 1);
                moved = true;
            }
        }
        if (!moved) {
            break;
        }
    }
    return columns;
}

/** Put stops into the columns that an edge passes, so that it runs between cards. */
function withStops(nodes, edges, columns) {
    const slots = nodes.map((node) => ({
        key: node.key,
        column: columns.get(node.key),
        width: node.isHead ? SIZE.head : SIZE.card,
        before: [],
    }));
    const byKey = new Map(slots.map((slot) => [slot.key, slot]));
    const ways = edges.map((edge) => {
        const first = byKey.get(edge.from);
        const last = byKey.get(edge.to);
        const way = [first];
        for (let column = first.column + 1; column < last.column; column++) {
            const stop = {column, before: [way[way.length - 1]], isStop: true};
            slots.push(stop);
            way.push(stop);
        }
        if (last.column > first.column) {
            last.before.push(way[way.length - 1]);
        }
        return {edge, stops: [...way, last]};
    });
    return {slots, ways};
}

/** Stack the slots of each column, each near to what it is supplied from. */
function place(slots, count) {
    const columns = Array.from({length: count}, (_item, column) =>
        slots.filter((slot) => slot.column === column)
    );
    for (const column of columns) {
        column.forEach((slot, index) => {
            const places = slot.before.map((other) => other.rank);
            const sum = places.reduce((total, rank) => total + rank, 0);
            slot.wish = places.length ? sum / places.length : index;
        });
        column.sort((a, b) => a.wish - b.wish);
        column.forEach((slot, index) => {
            slot.rank = (index + 0.5) / column.length;
        });
    }
    const heights = columns.map((column) =>
        column.reduce((sum, slot) => sum + slot.height + SIZE.gap, -SIZE.gap)
    );
    const height = Math.max(...heights, 0);
    columns.forEach((column, index) => {
        let y = (height - heights[index]) / 2;
        for (const slot of column) {
            slot.y = y;
            slot.middle = y + slot.height / 2;
            y += slot.height + SIZE.gap;
        }
    });
    return height;
}

/** An SVG path through points, flat where it leaves and arrives. */
function curve(points, mirror) {
    let last = null;
    return points
        .map(({x, y, bend, straight}) => {
            const middle = last && mirror(bend === undefined ? (last.x + x) / 2 : bend);
            const end = `${mirror(x)} ${y}`;
            let step = `C ${middle} ${last && last.y}, ${middle} ${y}, ${end}`;
            if (!last || straight) {
                step = `${last ? "L" : "M"} ${end}`;
            }
            last = {x, y};
            return step;
        })
        .join(" ");
}

/** Put each arrow on the side of the slot it arrives at; slots grow to hold its words. */
function dock(slots, ways) {
    for (const slot of slots) {
        slot.arriving = {left: [], right: []};
    }
    for (const way of ways) {
        way.first = way.stops[0];
        way.last = way.stops[way.stops.length - 1];
        way.side = way.first.column < way.last.column ? "left" : "right";
        way.last.arriving[way.side].push(way);
    }
    for (const slot of slots) {
        const {left, right} = slot.arriving;
        const chips = Math.max(left.length, right.length);
        slot.height = slot.isStop
            ? SIZE.pass
            : Math.max(SIZE.cardHeight, chips * SIZE.chipHeight);
        // What leaves passes beside the words of what arrives on the same side.
        slot.aside = right.length
            ? Math.min((right.length * SIZE.chipHeight) / 2 + 12, slot.height / 2 - 4)
            : 0;
    }
}

/** Set where columns begin and end: between them is room for words on either side. */
function spread(slots, ways, count) {
    const room = SIZE.chip + 2 * SIZE.arrow;
    let x = 0;
    for (let column = 0; column < count; column++) {
        const own = slots.filter((slot) => slot.column === column);
        const wide = Math.max(...own.map((slot) => slot.width || 0), 0);
        for (const slot of own) {
            slot.left = x;
            slot.right = x + (slot.width || wide);
        }
        const helped = ways.some(
            (way) => way.side === "right" && way.last.column === column
        );
        x += wide + (helped ? room : 0) + (column < count - 1 ? room : 0);
    }
    return x;
}

/** Where an arrow leaves a slot. */
function departure(slot, y) {
    return slot.middle + (y < slot.middle ? -slot.aside : slot.aside);
}

/** The way of an arrow from the column before, and where its words stand. */
function arriveLeft({stops, first, last}, y) {
    const chip = last.left - SIZE.arrow - SIZE.chip;
    const next = stops[1].middle;
    const points = [{x: first.right, y: departure(first, next)}];
    for (const stop of stops.slice(1, -1)) {
        points.push({x: stop.left, y: stop.middle});
        points.push({x: stop.right, y: stop.middle, straight: true});
    }
    points.push({x: chip, y}, {x: last.left, y, straight: true});
    return {points, chip};
}

/** The same from the column itself or a later one: to the side others do not use. */
function arriveRight({first, last}, y) {
    const chip = last.right + SIZE.arrow;
    const end = chip + SIZE.chip;
    const isBeside = first.column === last.column;
    return {
        chip,
        points: [
            {
                x: isBeside ? first.right : first.left,
                y: isBeside ? departure(first, y) : first.middle,
            },
            {x: end, y, bend: isBeside ? end + 2 * SIZE.arrow : undefined},
            {x: last.right, y, straight: true},
        ],
    };
}

/**
 * Lay out a network in columns, from those who supply to those who are supplied.
 *
 * @param {Object[]} nodes {key, isHead}; heads come before everything else
 * @param {Object[]} edges {key, from, to, isSide}; isSide: helps out now and then
 * @param {Boolean} [isMirrored] from right to left
 * @returns {Object} {width, height, nodes: {key: {x, y, column}},
 *      edges: {key: {path, x, y}}}: places of cards and of the words beside arrows
 */
export function layOut(nodes, edges, isMirrored = false) {
    const columns = columnsOf(nodes, edges);
    const count = Math.max(0, ...columns.values()) + 1;
    const {slots, ways} = withStops(nodes, edges, columns);
    dock(slots, ways);
    const height = place(slots, count);
    const width = spread(slots, ways, count);
    const mirror = (x, size = 0) => (isMirrored ? width - x - size : x);
    const result = {width, height, nodes: {}, edges: {}};
    for (const slot of slots.filter((one) => !one.isStop)) {
        result.nodes[slot.key] = {
            x: mirror(slot.left, slot.width),
            y: slot.middle - SIZE.cardHeight / 2,
            column: slot.column,
        };
        for (const [side, own] of Object.entries(slot.arriving)) {
            const before = (way) => way.stops[way.stops.length - 2].middle;
            own.sort((a, b) => before(a) - before(b));
            own.forEach((way, index) => {
                const y =
                    slot.middle + (index - (own.length - 1) / 2) * SIZE.chipHeight;
                const {points, chip} =
                    side === "left" ? arriveLeft(way, y) : arriveRight(way, y);
                result.edges[way.edge.key] = {
                    path: curve(points, mirror),
                    x: mirror(chip, SIZE.chip),
                    y: y - SIZE.chipHeight / 2,
                };
            });
        }
    }
    return result;
}
