// The browser of records: a page of a shard, or the newest of all, with aggregated records taken apart.

import { view } from './api.js';
import { el, foreign, labelled, notice, say } from './dom.js';
import { bytes, clock, moment, plural, shardNumber } from './format.js';
import { inLine, openRecord } from './preview.js';

const PAGE = 50;
const MORE_USER_RECORDS = 500;
const ALL = 'all';

function options(pairs) {
  return pairs.map(([value, text]) => el('option', { value }, text));
}

export class Records {
  #arn = null;
  #shards = '';
  #shown = '';
  #page = null;
  #asked = 0;

  constructor() {
    this.shard = el('select', { id: 'records-shard', onchange: () => this.load() });
    this.from = el('select', { id: 'records-from', onchange: () => this.#fromChanged() }, options([
      ['latest', 'newest'], ['oldest', 'oldest'], ['time', 'time'], ['sequence', 'sequence number']]));
    this.time = el('input', { type: 'datetime-local', step: 1, onchange: () => this.load() });
    this.number = el('input', { class: 'mono', size: 30, spellcheck: 'false', onchange: () => this.load() });
    this.timeLabel = labelled('From', this.time);
    this.numberLabel = labelled('Sequence number', this.number);
    this.numberLabel.className = 'grow';
    this.follow = el('input', { type: 'checkbox', id: 'records-follow', checked: true });
    this.older = el('button', { type: 'button', class: 'small', onclick: () => this.#turn(-1) }, 'Older');
    this.newer = el('button', { type: 'button', class: 'small', onclick: () => this.#turn(1) }, 'Newer');
    this.said = el('p', { class: 'muted', role: 'status' });
    this.rows = el('tbody', {});
    this.element = el('section', { 'aria-label': 'Records' },
      el('div', { class: 'toolbar' },
        labelled('Shard', this.shard), labelled('Begin at', this.from), this.timeLabel, this.numberLabel,
        this.older, this.newer,
        el('label', { class: 'check' }, this.follow, 'follow')),
      el('div', { class: 'card' },
        el('div', { class: 'table-frame' }, el('table', { class: 'records', id: 'records-table' },
          el('thead', {}, el('tr', {}, [['when', 'Arrival'], ['where', 'Shard'], ['key', 'Partition key'],
            ['size number', 'Payload'], ['data', 'Data']].map(([name, text]) => el('th', { class: name }, text)))),
          this.rows)),
        this.said));
    this.#fromChanged(false);
  }

  /** Shows a stream, and of it this shard if one is named. */
  show(stream, shardId) {
    const ids = stream.shards.map(shard => `${shard.id} ${shard.open}`).join();
    if (this.#arn !== stream.arn || ids !== this.#shards) {
      const before = this.#arn === stream.arn ? this.shard.value : ALL;
      this.#arn = stream.arn;
      this.#shards = ids;
      this.shard.replaceChildren(...options([[ALL, 'all shards'],
        ...stream.shards.map(shard => [shard.id, `${shardNumber(shard.id)}${shard.open ? '' : ' (closed)'}`])]));
      this.shard.value = stream.shards.some(shard => shard.id === before) ? before : ALL;
    }
    if (shardId && this.shard.value !== shardId) {
      this.shard.value = shardId;
    }
  }

  /** Looks again, if somebody follows. */
  async tick() {
    if (this.follow.checked && this.from.value === 'latest' && !document.querySelector('dialog[open]')) {
      await this.load();
    }
  }

  #fromChanged(load = true) {
    this.timeLabel.hidden = this.from.value !== 'time';
    this.numberLabel.hidden = this.from.value !== 'sequence';
    this.follow.disabled = this.from.value !== 'latest';
    const waits = (this.from.value === 'time' && !this.time.value) || (this.from.value === 'sequence' && !this.number.value);
    if (load && !waits) {
      this.load();
    }
  }

  #value() {
    return { time: () => new Date(this.time.value).getTime(), sequence: () => this.number.value.trim() }[this.from.value]?.();
  }

  async #turn(direction) {
    const from = direction < 0 ? Math.max(this.#page.oldestIndex, this.#page.fromIndex - PAGE) : this.#page.nextIndex;
    this.follow.checked = false;
    await this.load({ from: 'index', value: from });
  }

  async load(place = { from: this.from.value, value: this.#value() }) {
    const asked = ++this.#asked;
    try {
      const page = await view('records', { arn: this.#arn, shard: this.shard.value, limit: PAGE, ...place });
      if (asked === this.#asked) {
        this.#fill(page);
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.#shown = '';
        this.rows.replaceChildren();
        say(this.said, String(error));
      }
    }
  }

  #fill(page) {
    const single = page.fromIndex !== undefined;
    this.#page = page;
    this.older.hidden = this.newer.hidden = !single;
    this.older.disabled = !single || page.fromIndex <= page.oldestIndex;
    this.newer.disabled = !single || page.atTip;
    const newestFirst = this.from.value === 'latest';
    const shown = `${newestFirst} ${page.records.map(record => record.sequenceNumber).join()}`;
    if (shown !== this.#shown || page.records.length === 0) {
      this.#shown = shown;
      const inOrder = newestFirst ? [...page.records].reverse() : page.records;
      this.rows.replaceChildren(...inOrder.flatMap(record => this.#rowsOf(record)));
    }
    const place = page.records.length === 0 ? 'No records here.' : `${plural(page.records.length, 'Kinesis record')}, ${newestFirst ? 'newest' : 'oldest'} first`;
    say(this.said, place + (page.shardsLeftOut ? `; ${plural(page.shardsLeftOut, 'older shard')} not looked at` : ''));
  }

  #rowsOf(record) {
    const row = el('tr', { class: record.kind === 'aggregated' ? 'record group' : 'record', onclick: () => this.#open(record) },
      el('td', { class: 'when mono', title: moment(record.arrivalMillis) }, clock(record.arrivalMillis)),
      el('td', { class: 'where', title: record.shard }, shardNumber(record.shard)),
      el('td', { class: 'key' }, el('button', { type: 'button', class: 'plain' }, foreign(record.partitionKey))),
      el('td', { class: 'size number' }, bytes(record.preview.length)),
      el('td', { class: 'data' }, record.kind === 'plain' ? [...badges(record), inLine(record.preview)] : badges(record)));
    return record.kind === 'aggregated' ? [row, ...this.#parts(record, record.userRecords)] : [row];
  }

  #parts(record, userRecords) {
    const rows = userRecords.map(part => el('tr', { class: 'record part', onclick: () => this.#open(record, part.subSequenceNumber) },
      el('td', {}),
      el('td', { class: 'where mono' }, `#${part.subSequenceNumber}`),
      el('td', { class: 'key' }, el('button', { type: 'button', class: 'plain' }, foreign(part.partitionKey))),
      el('td', { class: 'size number' }, bytes(part.preview.length)),
      el('td', { class: 'data' }, part.outside ? el('span', { class: 'badge bad' }, 'outside the shard') : null, inLine(part.preview))));
    const next = (userRecords.at(-1)?.subSequenceNumber ?? -1) + 1;
    if (next < record.userRecordCount) {
      const more = el('tr', { class: 'part' }, el('td', {}), el('td', {}), el('td', { colspan: 3 },
        el('button', { type: 'button', class: 'plain', onclick: () => this.#more(record, next, more) },
          `${plural(record.userRecordCount - next, 'more user record')}`)));
      rows.push(more);
    }
    rows.at(-1)?.classList.add('last');
    return rows;
  }

  async #more(record, offset, row) {
    try {
      const whole = await view('record', { arn: this.#arn, shard: record.shard, index: record.index, offset, limit: MORE_USER_RECORDS });
      row.replaceWith(...this.#parts(whole, whole.userRecords));
    } catch (error) {
      notice(String(error), true);
    }
  }

  async #open(record, subSequenceNumber) {
    try {
      await openRecord(this.#arn, record, subSequenceNumber);
    } catch (error) {
      notice(String(error), true);
    }
  }
}

/** What a record is, beside its bytes. */
function badges(record) {
  const badge = (text, kind = '', title = '') => el('span', { class: `badge ${kind}`, title }, text);
  const all = [];
  if (record.kind === 'aggregated') {
    all.push(badge(plural(record.userRecordCount, 'user record'), 'good'));
    if (record.pinned) {
      all.push(badge('pinned', 'good', 'all user records have one hash key: no reshard can part them from their shard'));
    }
    all.push(badge('digest matches'));
    if (record.outsideCount > 0) {
      all.push(badge(`${record.outsideCount} outside the shard`, 'bad', 'the KCL throws this whole record away'));
    }
  } else if (record.kind === 'corrupt') {
    all.push(badge('corrupt', 'bad'), badge(`${record.reason} at byte ${record.offset}`, 'bad'));
  } else if (record.digest === 'differs') {
    all.push(badge('digest differs', 'bad', 'looks like an aggregated record, but readers take it for a plain one'));
  }
  if (record.encrypted) {
    all.push(badge('KMS'));
  }
  return all;
}
