// The page: what is shown follows from the address, what it says from a look at the service once a second. Nothing is
// asked for while nobody sees the page.

import { faultPolicy, view } from './api.js';
import { byId, el, foreign, say } from './dom.js';
import { Faults, isActive, parsePolicy } from './faults.js';
import { bytes, plural } from './format.js';
import { Panel } from './panels.js';
import { Plots, remember } from './plots.js';
import { Records } from './records.js';
import { Shards } from './shards.js';
import { deleteStream, newStream, putRecord, StreamList, streamLink } from './streams.js';

const PERIOD_MILLIS = 1000;
const SHARDS_A_SECOND = 200;

const list = new StreamList();
let page = null;
let overview = null;
let menuShown = '';
let timer = null;
let working = null;

/** The address behind the hash: parts, decoded. */
function route() {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(part => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

class StreamPage {
  constructor(arn) {
    this.key = `stream ${arn}`;
    this.arn = arn;
    this.plots = new Plots();
    this.shards = new Shards(() => this.tick());
    this.records = new Records();
    this.name = el('h1', { id: 'stream-title' });
    this.facts = el('p', { class: 'facts' });
    this.tabs = el('nav', { class: 'tabs', 'aria-label': 'Views of the stream' }, [['', 'Shards'], ['/records', 'Records']].map(
      ([suffix, text]) => el('a', { href: streamLink(arn) + suffix }, text)));
    this.body = el('div', {});
    this.put = el('button', { type: 'button', class: 'main', id: 'put-record', onclick: () => putRecord(this.stream, () => this.tick()) }, 'Put a record');
    this.drop = el('button', { type: 'button', class: 'danger', id: 'delete-stream', onclick: () => deleteStream(this.stream) }, 'Delete');
    this.element = el('div', {}, el('div', { class: 'head' }, el('div', {}, this.name, this.facts),
      el('div', { class: 'actions' }, this.put, this.drop)), this.plots.element, this.tabs, this.body);
    this.looks = 0;
  }

  async tick() {
    const [, , tab, shardId] = route();
    const inRecords = tab === 'records';
    // Large streams are looked at less often; the plots live on the overview alone.
    const every = Math.ceil((this.stream?.shards.length ?? 0) / SHARDS_A_SECOND) || 1;
    const summary = overview?.streams.find(stream => stream.arn === this.arn);
    const changed = this.stream?.allShards !== summary?.allShards || this.stream?.openShards !== summary?.openShards;
    if (!this.stream || changed || this.looks++ % every === 0) {
      this.stream = await view('stream', { arn: this.arn });
      this.shards.show(this.stream);
      this.records.show(this.stream, shardId !== this.askedShard ? shardId : null);
      this.askedShard = shardId;
    }
    this.#head(summary ?? this.stream);
    this.plots.show(this.arn);
    const wanted = inRecords ? this.records : this.shards;
    if (this.body.firstChild !== wanted.element) {
      this.body.replaceChildren(wanted.element);
      [...this.tabs.children].forEach((link, i) => link.toggleAttribute('aria-current', inRecords === (i === 1)));
      if (inRecords) {
        await this.records.load();
      }
    } else if (inRecords) {
      await this.records.tick();
    }
  }

  #head(stream) {
    if (this.name.textContent !== stream.name) {
      this.name.replaceChildren(foreign(stream.name));
    }
    const facts = [stream.region, `account ${stream.account}`, stream.mode, `keeps records ${stream.retentionHours} h`,
      `${plural(stream.storedRecords, 'record')} kept, ${bytes(stream.storedBytes)}`, stream.keyId ? 'says KMS' : '',
      this.stream.consumers.length ? plural(this.stream.consumers.length, 'registered consumer') : ''].filter(Boolean);
    if (this.factsShown !== facts.join()) {
      this.factsShown = facts.join();
      this.facts.replaceChildren(...facts.map(fact => el('span', {}, fact)));
    }
  }

  close() {
    this.plots.close();
  }
}

class FaultsPage {
  key = 'faults';
  faults = new Faults();
  element = this.faults.element;

  async tick() {
    const policy = parsePolicy(await faultPolicy());
    this.faults.show(policy);
  }
}

class PanelPage extends Panel {
  constructor(id) {
    super(id);
    this.key = `panel ${id}`;
  }
}

class EmptyPage {
  key = 'empty';
  element = el('div', { class: 'card empty', id: 'no-streams' }, el('h1', {}, 'No streams yet'),
    el('p', {}, 'Make one here, with any SDK, or from a shell.'),
    el('button', { type: 'button', class: 'main', onclick: () => newStream() }, 'New stream'),
    el('br'),
    el('pre', {}, `aws kinesis create-stream --stream-name orders --shard-count 4 \\\n    --endpoint-url ${location.origin}`));

  async tick() {}
}

class GonePage {
  key = 'gone';

  constructor(what) {
    this.element = el('div', { class: 'card empty' }, el('h1', {}, 'Not here'), el('p', {}, foreign(what)));
  }

  async tick() {}
}

/** What the address asks for. */
function wanted() {
  const [kind, id] = route();
  if (kind === 'stream' && id) {
    return [`stream ${id}`, () => new StreamPage(id)];
  }
  if (kind === 'faults') {
    return ['faults', () => new FaultsPage()];
  }
  if (kind === 'panel' && id) {
    return [`panel ${id}`, () => new PanelPage(id)];
  }
  const first = overview?.streams[0];
  return first ? [`stream ${first.arn}`, () => new StreamPage(first.arn)] : ['empty', () => new EmptyPage()];
}

function turnTo(next) {
  page?.close?.();
  page = next;
  byId('main').replaceChildren(page.element);
}

function menu(active) {
  const shown = JSON.stringify([overview.panels, page?.key, active]);
  if (shown === menuShown) {
    return;
  }
  menuShown = shown;
  const link = (href, text, current, dot) => el('a', { href, 'aria-current': current ? 'page' : null }, text,
    dot ? el('span', { class: 'dot', title: 'faults are on' }) : null);
  byId('menu').replaceChildren(
    link('#/', 'Streams', /^(stream|empty|gone)/.test(page?.key)),
    link('#/faults', 'Faults', page?.key === 'faults', active),
    ...overview.panels.map(panel => link(`#/panel/${panel.id}`, foreign(panel.title), page?.key === `panel ${panel.id}`)));
}

async function look() {
  try {
    const [seen, policy] = await Promise.all([view('streams'), faultPolicy()]);
    overview = seen;
    remember(overview, page?.arn);
    const [key, make] = wanted();
    if (page?.key !== key && page?.missing !== key) {
      turnTo(make());
    }
    try {
      await page.tick();
    } catch (error) {
      if (error.name !== 'ResourceNotFoundException') {
        throw error;
      }
      turnTo(new GonePage(String(error)));
      page.missing = key;
    }
    list.show(overview, page.arn);
    menu(isActive(parsePolicy(policy)));
    lamp('live', overview.subscriptions ? plural(overview.subscriptions, 'subscription') : 'live');
  } catch (error) {
    lamp('lost', String(error));
  }
}

function lamp(state, text) {
  byId('link').className = `link ${state}`;
  say(byId('link-text'), text);
}

/** One look after the other, never two at once. */
async function run() {
  clearTimeout(timer);
  working ??= look().finally(() => { working = null; });
  await working;
  clearTimeout(timer);
  if (!document.hidden) {
    timer = setTimeout(run, PERIOD_MILLIS);
  }
}

window.addEventListener('hashchange', async () => {
  document.querySelectorAll('dialog').forEach(dialog => dialog.close());
  await working;
  run();
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    run();
  }
});
run();
