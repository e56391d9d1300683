// The hash ring: every hash key once around, from the top, clockwise. Open shards outside, closed ones inside, each one
// step further in than the oldest of its children.

import { svg } from './dom.js';
import { fraction, percent, shardNumber } from './format.js';

const OUTER = 148;
const THICK = 34;
const CLOSED_THICK = 11;
const MAX_CLOSED_RINGS = 4;
const MAX_LABELS = 32;
const DENSE = 120;
const LABEL_DISTANCE = 10;
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function point(radius, part) {
  const angle = part * 2 * Math.PI;
  return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
}

function arc(from, to, outer, inner) {
  if (to - from > 0.9999) {
    const circle = radius => `M 0 ${-radius} A ${radius} ${radius} 0 1 1 0 ${radius} A ${radius} ${radius} 0 1 1 0 ${-radius} Z`;
    return `${circle(outer)} ${circle(inner)}`;
  }
  const large = to - from > 0.5 ? 1 : 0;
  return `M ${point(outer, from)} A ${outer} ${outer} 0 ${large} 1 ${point(outer, to)}`
    + ` L ${point(inner, to)} A ${inner} ${inner} 0 ${large} 0 ${point(inner, from)} Z`;
}

/** How many steps of children there are behind each closed shard. */
function depths(shards) {
  const depth = new Map(shards.map(shard => [shard.id, 0]));
  for (const shard of [...shards].reverse()) {
    for (const parent of shard.parents) {
      if (depth.has(parent)) {
        depth.set(parent, Math.max(depth.get(parent), depth.get(shard.id) + 1));
      }
    }
  }
  return depth;
}

export class Ring {
  #arcs = new Map();
  #order = [];
  #selected = null;

  /** Tells the listener the id of a shard that somebody chose. */
  constructor(listener) {
    this.listener = listener;
    this.element = svg('svg', {
      class: 'ring', viewBox: '-166 -166 332 332', tabindex: 0, role: 'listbox',
      'aria-label': 'Open shards on the hash ring; arrow keys move',
    });
    this.element.addEventListener('keydown', event => this.#key(event));
    this.element.addEventListener('click', event => {
      const id = event.target.closest('[data-shard]')?.dataset.shard;
      if (id) {
        this.listener(id);
      }
    });
  }

  draw(shards) {
    this.#arcs.clear();
    const depth = depths(shards);
    const open = shards.filter(shard => shard.open).sort((a, b) => fraction(a.start) - fraction(b.start));
    this.#order = open.map(shard => shard.id);
    const closed = shards.filter(shard => !shard.open && depth.get(shard.id) <= MAX_CLOSED_RINGS);
    this.element.classList.toggle('dense', open.length > DENSE);
    this.element.replaceChildren(
      ...closed.map(shard => this.#arc(shard, Math.max(1, depth.get(shard.id)))),
      ...open.map(shard => this.#arc(shard, 0)),
      ...(open.length <= MAX_LABELS ? open.map(shard => this.#label(shard)) : []),
      svg('text', { class: 'total', y: -8 }, String(open.length)),
      svg('text', { class: 'caption', y: 17 }, open.length === 1 ? 'open shard' : 'open shards'),
      svg('text', { class: 'caption', y: 33 }, `${shards.length - open.length} closed`));
    this.select(this.#selected);
  }

  #arc(shard, ring) {
    const outer = ring === 0 ? OUTER : OUTER - THICK - 3 - (ring - 1) * (CLOSED_THICK + 1);
    const inner = outer - (ring === 0 ? THICK : CLOSED_THICK);
    const from = fraction(shard.start);
    const to = fraction(BigInt(shard.end) + 1n);
    const path = svg('path', {
      d: arc(from, to, outer, inner), 'fill-rule': 'evenodd', class: shard.open ? 'open' : 'closed', id: `arc-${shard.id}`,
      'data-shard': shard.id, role: 'option', 'aria-selected': 'false',
      'aria-label': `${shard.id}, ${shard.open ? 'open' : 'closed'}, ${percent(to - from)} of the hash keys`,
    }, svg('title', {}, `${shard.id} · ${shard.open ? 'open' : 'closed'} · ${percent(to - from)}`));
    this.#arcs.set(shard.id, path);
    return path;
  }

  #label(shard) {
    const middle = (fraction(shard.start) + fraction(BigInt(shard.end) + 1n)) / 2;
    const [x, y] = point(OUTER + LABEL_DISTANCE, middle).split(' ');
    return svg('text', { x, y, class: 'number' }, shardNumber(shard.id));
  }

  /** Shows how busy each open shard is, against the busiest. */
  heat(ratesById) {
    const most = Math.max(...ratesById.values(), 0);
    for (const id of this.#order) {
      const part = most > 0 ? (ratesById.get(id) ?? 0) / most : 0;
      this.#arcs.get(id).setAttribute('fill-opacity', most > 0 ? (0.4 + 0.6 * part).toFixed(2) : '0.75');
    }
  }

  select(id) {
    this.#arcs.get(this.#selected)?.classList.remove('selected');
    this.#arcs.get(this.#selected)?.setAttribute('aria-selected', 'false');
    this.#selected = id;
    const chosen = this.#arcs.get(id);
    if (chosen) {
      chosen.classList.add('selected');
      chosen.setAttribute('aria-selected', 'true');
      this.element.setAttribute('aria-activedescendant', chosen.id);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
  }

  #key(event) {
    const step = KEYS[event.key];
    if (step && this.#order.length > 0) {
      event.preventDefault();
      const at = this.#order.indexOf(this.#selected);
      this.listener(this.#order[(at + step + this.#order.length) % this.#order.length]);
    }
  }
}
