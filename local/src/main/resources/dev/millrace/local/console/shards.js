// A stream's shards: the ring, the family tree, the one that is chosen with what can be done to it, and a table.

import { operate } from './api.js';
import { el, labelled, notice, say } from './dom.js';
import { Family } from './family.js';
import { bytes, count, duration, fraction, moment, percent, plural, rate, shardNumber } from './format.js';
import { Ring } from './ring.js';

const MAX_ROWS = 100;
const MIN_SECONDS = 0.6;
const NO_RATES = { recordsIn: 0, bytesIn: 0, recordsOut: 0 };

/** What two looks at a shard say about the time between. */
function ratesOf(shard, before, seconds) {
  const then = before?.traffic;
  const per = member => (then ? Math.max(0, shard.traffic[member] - then[member]) / seconds : 0);
  return { recordsIn: per('recordsIn'), bytesIn: per('bytesIn'), recordsOut: per('recordsOut') };
}

export class Shards {
  #stream = null;
  #shape = '';
  #chosen = null;
  #looked = -Infinity;
  #before = new Map();
  #rates = new Map();
  #cells = new Map();
  #allRows = false;

  /** Asks for the stream again through the function when it has changed it. */
  constructor(refresh) {
    this.refresh = refresh;
    this.ring = new Ring(id => this.choose(id));
    this.family = new Family(id => this.choose(id));
    this.detail = el('div', {});
    this.rows = el('tbody', {});
    this.more = el('button', { type: 'button', class: 'plain', onclick: () => this.#showAllRows() });
    this.leftOut = el('p', { class: 'muted' });
    const head = [['Shard'], ['Hash keys', true], ['Records kept', true], ['Bytes kept', true], ['In/s', true],
      ['Bytes in/s', true], ['Out/s', true], ['Throttled', true], ['Iterator age', true]];
    this.element = el('section', { class: 'shards', 'aria-label': 'Shards' },
      el('div', { class: 'card' }, this.ring.element),
      el('div', { class: 'card', id: 'shard-detail' }, this.detail),
      el('div', { class: 'card wide' },
        el('div', { class: 'title-row' }, el('h2', {}, 'Family tree'), this.family.note), this.family.frame),
      el('div', { class: 'card wide' }, el('h2', {}, 'Open shards'),
        el('div', { class: 'table-frame' }, el('table', { id: 'shard-table' },
          el('thead', {}, el('tr', {}, head.map(([text, number]) => el('th', { class: number ? 'number' : '' }, text)))),
          this.rows)), this.more, this.leftOut));
    this.rows.addEventListener('click', event => {
      const id = event.target.closest('tr')?.dataset.shard;
      if (id) {
        this.choose(id);
      }
    });
  }

  show(stream) {
    const now = performance.now();
    const seconds = (now - this.#looked) / 1000;
    if (seconds >= MIN_SECONDS) {
      const before = this.#before;
      this.#rates = new Map(stream.shards.map(shard => [shard.id, ratesOf(shard, before.get(shard.id), seconds)]));
      this.#before = new Map(stream.shards.map(shard => [shard.id, shard]));
      this.#looked = now;
    }
    this.#stream = stream;
    const shape = `${stream.arn} ${stream.createdMillis} ${stream.shards.map(s => s.id + (s.open ? '+' : '-')).join()}`;
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#redraw();
    }
    this.ring.heat(new Map([...this.#rates].map(([id, rates]) => [id, rates.recordsIn])));
    this.#fillCells();
    this.#fillDetail();
  }

  #redraw() {
    const shards = this.#stream.shards;
    this.ring.draw(shards);
    this.family.draw(shards);
    this.#drawRows();
    const chosen = shards.find(shard => shard.id === this.#chosen);
    const next = chosen?.open ? chosen
      : shards.find(shard => shard.open && shard.parents.includes(this.#chosen)) ?? chosen ?? shards.find(shard => shard.open);
    this.choose(next?.id ?? null);
    say(this.leftOut, this.#stream.shardsLeftOut > 0 ? `${plural(this.#stream.shardsLeftOut, 'older shard')} not shown` : '');
  }

  #drawRows() {
    const open = this.#openInOrder();
    const shown = this.#allRows ? open : open.slice(0, MAX_ROWS);
    this.#cells.clear();
    this.rows.replaceChildren(...shown.map(shard => {
      const cells = Array.from({ length: 8 }, () => el('td', { class: 'number' }));
      this.#cells.set(shard.id, cells);
      return el('tr', { 'data-shard': shard.id },
        el('td', {}, el('button', { type: 'button', class: 'plain mono' }, shard.id)), cells);
    }));
    this.more.hidden = shown.length === open.length;
    say(this.more, `Show all ${count(open.length)}`);
  }

  #showAllRows() {
    this.#allRows = true;
    this.#drawRows();
    this.#fillCells();
  }

  #fillCells() {
    for (const shard of this.#stream.shards) {
      const cells = this.#cells.get(shard.id);
      if (cells) {
        const rates = this.#rates.get(shard.id) ?? NO_RATES;
        const age = shard.traffic.iteratorAgeMillis;
        [percent(share(shard)), count(shard.storedRecords), bytes(shard.storedBytes), rate(rates.recordsIn),
          bytes(rates.bytesIn), rate(rates.recordsOut), count(shard.traffic.throttles),
          age === undefined ? 'no reader' : duration(age)].forEach((text, i) => say(cells[i], text));
        cells[0].parentNode.classList.toggle('selected', shard.id === this.#chosen);
      }
    }
  }

  #openInOrder() {
    return this.#stream.shards.filter(shard => shard.open).sort((a, b) => fraction(a.start) - fraction(b.start));
  }

  choose(id) {
    this.#chosen = id;
    this.ring.select(id);
    this.family.select(id);
    this.#fillCells();
    this.#drawDetail();
  }

  #drawDetail() {
    const shard = this.#stream.shards.find(one => one.id === this.#chosen);
    if (!shard) {
      this.detail.replaceChildren(el('p', { class: 'muted' }, 'No shard is chosen.'));
      return;
    }
    const records = `#/stream/${encodeURIComponent(this.#stream.arn)}/records/${shard.id}`;
    const facts = [['Hash keys', `${shard.start} – ${shard.end}`], ['Share', percent(share(shard))],
      ['Parents', shard.parents.map(shardNumber).join(', ') || 'none'], ['Created', moment(shard.createdMillis)],
      shard.open ? null : ['Closed', moment(shard.closedMillis)], ['Keeps', ''], ['Stored so far', ''],
      ['Given to readers', ''], ['Iterator age', '']].filter(Boolean);
    this.values = new Map();
    this.detail.replaceChildren(
      el('div', { class: 'title-row' }, el('h2', { class: 'mono', id: 'chosen-shard' }, shard.id),
        el('span', { class: shard.open ? 'badge good' : 'badge' }, shard.open ? 'open' : 'closed')),
      el('dl', { class: 'pairs' }, facts.map(([name, text]) => {
        const value = el('dd', { class: name === 'Hash keys' ? 'mono' : '' }, text);
        this.values.set(name, value);
        return [el('dt', {}, name), value];
      })),
      el('p', { class: 'actions' }, el('a', { href: records }, 'Look at its records')),
      shard.open ? this.#reshard(shard) : null);
    this.#fillDetail();
  }

  #fillDetail() {
    const shard = this.#stream.shards.find(one => one.id === this.#chosen);
    if (shard && this.values) {
      const { traffic } = shard;
      const age = traffic.iteratorAgeMillis;
      say(this.values.get('Keeps'), `${plural(shard.storedRecords, 'record')}, ${bytes(shard.storedBytes)}`);
      say(this.values.get('Stored so far'), `${plural(traffic.recordsIn, 'record')}, ${bytes(traffic.bytesIn)}`);
      say(this.values.get('Given to readers'),
        `${plural(traffic.recordsOut, 'record')}, ${bytes(traffic.bytesOut)}, ${plural(traffic.reads, 'call')} of GetRecords`);
      say(this.values.get('Iterator age'), age === undefined ? 'no reader of late' : duration(age));
    }
  }

  #reshard(shard) {
    const open = this.#openInOrder();
    const at = open.indexOf(shard);
    const middle = (BigInt(shard.start) + BigInt(shard.end) + 1n) / 2n;
    const start = el('input', { id: 'split-at', class: 'mono', value: String(middle), inputmode: 'numeric', spellcheck: 'false' });
    const merge = (first, second, text, id) => (first && second
      ? el('button', { type: 'button', id, onclick: event => this.#do(event, 'MergeShards',
        { ShardToMerge: first.id, AdjacentShardToMerge: second.id }, `${shardNumber(first.id)} and ${shardNumber(second.id)} merged`) }, text)
      : null);
    return el('div', { class: 'reshard' },
      labelled('Split at hash key', start),
      el('button', { type: 'button', id: 'split', onclick: event => this.#do(event, 'SplitShard',
        { ShardToSplit: shard.id, NewStartingHashKey: start.value.trim() }, `${shardNumber(shard.id)} split`) }, 'Split'),
      merge(open[at - 1], shard, `Merge with ${open[at - 1] && shardNumber(open[at - 1].id)}`, 'merge-previous'),
      merge(shard, open[at + 1], `Merge with ${open[at + 1] && shardNumber(open[at + 1].id)}`, 'merge-next'));
  }

  async #do(event, operation, request, done) {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      await operate(operation, { StreamARN: this.#stream.arn, ...request });
      notice(done);
      await this.refresh();
    } catch (error) {
      notice(String(error), true);
    } finally {
      button.disabled = false;
    }
  }
}

function share(shard) {
  return fraction(BigInt(shard.end) + 1n) - fraction(shard.start);
}
