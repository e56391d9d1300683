// The family tree of shards: hash keys from left to right, generations from top to bottom. A shard reaches down to its
// children; what reaches the bottom is open.

import { svg, el } from './dom.js';
import { fraction, shardNumber } from './format.js';

const MIN_ROW = 20;
const HEIGHT = 150;
const MAX_GENERATIONS = 60;
const DENSE = 120;
const MIN_LABELLED = 0.025;

function generations(shards) {
  const of = new Map();
  for (const shard of shards) {
    const parents = shard.parents.filter(parent => of.has(parent)).map(parent => of.get(parent));
    of.set(shard.id, parents.length ? Math.max(...parents) + 1 : 0);
  }
  return of;
}

const place = part => `${(part * 100).toFixed(3)}%`;

export class Family {
  #rects = new Map();
  #selected = null;

  constructor(listener) {
    this.svg = svg('svg', { class: 'family', role: 'img', 'aria-label': 'Family tree of the shards' });
    this.note = el('span', { class: 'muted' });
    this.frame = el('div', { class: 'family-frame', tabindex: 0, 'aria-label': 'Family tree, scrolls' }, this.svg);
    this.svg.addEventListener('click', event => {
      const id = event.target.closest('[data-shard]')?.dataset.shard;
      if (id) {
        listener(id);
      }
    });
  }

  draw(shards) {
    this.#rects.clear();
    const generation = generations(shards);
    const last = Math.max(0, ...generation.values());
    const first = Math.max(0, last + 1 - MAX_GENERATIONS);
    const row = Math.max(MIN_ROW, Math.min(40, HEIGHT / (last - first + 1)));
    const ends = new Map();
    for (const shard of shards) {
      for (const parent of shard.parents) {
        ends.set(parent, Math.min(ends.get(parent) ?? Infinity, generation.get(shard.id)));
      }
    }
    const shapes = [];
    for (const shard of shards) {
      const to = shard.open ? last + 1 : ends.get(shard.id) ?? last + 1;
      if (to > first) {
        shapes.push(...this.#shape(shard, Math.max(first, generation.get(shard.id)) - first, to - first, row));
      }
    }
    const height = (last - first + 1) * row;
    this.svg.classList.toggle('dense', shards.length > DENSE);
    this.svg.setAttribute('height', String(height));
    this.svg.replaceChildren(...shapes);
    this.note.textContent = first > 0 ? `the last ${MAX_GENERATIONS} of ${last + 1} generations` : '';
    this.frame.scrollTop = this.frame.scrollHeight;
    this.select(this.#selected);
  }

  #shape(shard, top, bottom, row) {
    const from = fraction(shard.start);
    const width = fraction(BigInt(shard.end) + 1n) - from;
    const rect = svg('rect', {
      x: place(from), y: top * row, width: place(width), height: (bottom - top) * row,
      class: shard.open ? 'open' : 'closed', 'data-shard': shard.id,
    }, svg('title', {}, `${shard.id} · ${shard.open ? 'open' : 'closed'}`
      + (shard.parents.length ? ` · from ${shard.parents.map(shardNumber).join(' and ')}` : '')));
    this.#rects.set(shard.id, rect);
    if (width < MIN_LABELLED) {
      return [rect];
    }
    const label = svg('text', { x: place(from), dx: 6, y: top * row + 14, class: shard.open ? '' : 'on-closed' },
      shardNumber(shard.id));
    return [rect, label];
  }

  select(id) {
    this.#rects.get(this.#selected)?.classList.remove('selected');
    this.#selected = id;
    this.#rects.get(id)?.classList.add('selected');
  }
}
