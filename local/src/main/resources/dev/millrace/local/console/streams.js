// The list of streams beside the page, and what is done to whole streams: made, deleted, put to.

import { operate } from './api.js';
import { byId, el, foreign, labelled, openDialog, say } from './dom.js';
import { plural, rate, shardNumber } from './format.js';
import { ratesNow } from './plots.js';

const FILTER_FROM = 8;

export function streamLink(arn) {
  return `#/stream/${encodeURIComponent(arn)}`;
}

export class StreamList {
  #items = new Map();
  #order = '';

  constructor() {
    this.filter = byId('stream-filter');
    this.filter.addEventListener('input', () => this.#hide());
    byId('new-stream').addEventListener('click', () => newStream());
  }

  show(overview, chosen) {
    const { streams } = overview;
    const order = streams.map(stream => stream.arn).join();
    if (order !== this.#order) {
      this.#order = order;
      this.#items = new Map(streams.map(stream => [stream.arn, this.#item(stream)]));
      byId('streams').replaceChildren(...[...this.#items.values()].map(item => item.element));
      this.filter.hidden = streams.length < FILTER_FROM;
      this.#hide();
    }
    say(byId('stream-count'), streams.length ? String(streams.length + overview.streamsLeftOut) : '');
    for (const stream of streams) {
      const item = this.#items.get(stream.arn);
      const rates = ratesNow(stream.arn);
      say(item.rate, rates && rates.recordsIn > 0 ? `${rate(rates.recordsIn)}/s` : '');
      say(item.place, `${stream.region} · ${plural(stream.openShards, 'shard')}`
        + (stream.account === '000000000000' ? '' : ` · ${stream.account}`));
      item.link.toggleAttribute('aria-current', stream.arn === chosen);
    }
  }

  #item(stream) {
    const name = el('span', { class: 'name' }, foreign(stream.name));
    const speed = el('span', { class: 'rate' });
    const place = el('span', { class: 'place' });
    const link = el('a', { href: streamLink(stream.arn), title: stream.name }, name, speed, place);
    return { element: el('li', {}, link), link, rate: speed, place, text: stream.name.toLowerCase() };
  }

  #hide() {
    const wanted = this.filter.hidden ? '' : this.filter.value.toLowerCase();
    this.#items.forEach(item => { item.element.hidden = !item.text.includes(wanted); });
  }
}

/** A form whose outcome is said beside its buttons. The work may throw what is to be said. */
function formDialog(title, fields, action, work) {
  const outcome = el('p', { class: 'outcome', role: 'status' });
  const submit = el('button', { type: 'submit', class: 'main' }, action);
  const form = el('form', { novalidate: true }, ...fields,
    el('div', { class: 'buttons' }, outcome, el('button', { type: 'button', onclick: () => dialog.close() }, 'Close'), submit));
  form.addEventListener('submit', async event => {
    event.preventDefault();
    submit.disabled = true;
    try {
      const said = await work();
      outcome.className = 'outcome good';
      outcome.replaceChildren(foreign(said ?? ''));
      if (said === undefined) {
        dialog.close();
      }
    } catch (error) {
      outcome.className = 'outcome bad';
      outcome.replaceChildren(foreign(String(error)));
    } finally {
      submit.disabled = false;
    }
  });
  const dialog = openDialog(title, form);
  form.querySelector('input, textarea')?.focus();
}

export function newStream() {
  const name = el('input', { id: 'stream-name', maxlength: 128, spellcheck: 'false', autocomplete: 'off' });
  const shards = el('input', { id: 'stream-shards', type: 'number', min: 1, value: 4 });
  const region = el('input', { id: 'stream-region', value: 'us-east-1', spellcheck: 'false' });
  formDialog('New stream', [labelled('Name', name),
    el('div', { class: 'two' }, labelled('Shards', shards), labelled('Region', region))], 'Create', async () => {
    const request = { StreamName: name.value.trim(), ShardCount: Number(shards.value) };
    await operate('CreateStream', request, { region: region.value.trim() });
    location.hash = streamLink(`arn:aws:kinesis:${region.value.trim()}:000000000000:stream/${request.StreamName}`);
  });
}

export function deleteStream(stream) {
  const typed = el('input', { id: 'delete-name', spellcheck: 'false', autocomplete: 'off' });
  formDialog('Delete stream', [
    el('p', {}, 'All records of ', foreign(stream.name), ' go with it, and its registered consumers.'),
    labelled('Type its name to confirm', typed)], 'Delete', async () => {
    if (typed.value.trim() !== stream.name) {
      throw new Error('that is another name');
    }
    await operate('DeleteStream', { StreamARN: stream.arn, EnforceConsumerDeletion: true });
    location.hash = '#/';
  });
}

function base64(text) {
  const data = new TextEncoder().encode(text);
  let binary = '';
  for (let at = 0; at < data.length; at += 8192) {
    binary += String.fromCharCode(...data.subarray(at, at + 8192));
  }
  return btoa(binary);
}

export function putRecord(stream, done) {
  const key = el('input', { id: 'put-key', maxlength: 256, value: 'key-1', spellcheck: 'false' });
  const hash = el('input', { id: 'put-hash', class: 'mono', inputmode: 'numeric', placeholder: 'none' });
  const data = el('textarea', { id: 'put-data', rows: 6, class: 'mono', spellcheck: 'false' });
  const encoded = el('input', { type: 'checkbox', id: 'put-base64' });
  formDialog('Put a record', [
    el('div', { class: 'two' }, labelled('Partition key', key), labelled('Explicit hash key', hash)),
    labelled('Data', data), el('label', { class: 'check' }, encoded, 'the data are base64')], 'Put', async () => {
    const put = await operate('PutRecord', {
      StreamARN: stream.arn, PartitionKey: key.value,
      ExplicitHashKey: hash.value.trim() || undefined,
      Data: encoded.checked ? data.value.replace(/\s/g, '') : base64(data.value),
    });
    done();
    return `Stored in shard ${shardNumber(put.ShardId)} at ${put.SequenceNumber}`;
  });
  data.focus();
}
