// Faults on and off. The policy is text, as on the command line; this page writes it, and reads it back once a second.

import { faultPolicy } from './api.js';
import { el, notice, say } from './dom.js';
import { count } from './format.js';

const CHANCES = [
  ['throttle', 'the request is refused: ProvisionedThroughputExceededException'],
  ['limit-exceeded', 'the request is refused: LimitExceededException'],
  ['internal-failure', 'the request is refused: InternalFailureException'],
  ['record-throttle', 'single records of PutRecords fail as throttled'],
  ['record-failure', 'single records of PutRecords fail'],
  ['expired-iterator', 'GetRecords finds its iterator expired'],
  ['cut-before', 'the connection is closed, nothing is done'],
  ['cut-middle', 'the work is done, the answer ends in the middle'],
  ['lost-response', 'the work is done, the answer never comes'],
];

/** The lines that the service tells: name to value and hits. */
export function parsePolicy(text) {
  const policy = new Map();
  for (const line of text.trim().split('\n')) {
    const [, name, value, hits] = /^([a-z-]+)=(\S+)(?: hits=(\d+))?$/.exec(line) ?? [];
    if (name) {
      policy.set(name, { value, hits: hits === undefined ? null : Number(hits) });
    }
  }
  return policy;
}

/** Whether anything goes wrong under a policy. */
export function isActive(policy) {
  return [...policy.keys()].some(name => name !== 'seed');
}

export class Faults {
  #rows = new Map();
  #busy = false;

  constructor() {
    this.seed = el('input', { id: 'fault-seed', inputmode: 'numeric', value: '0', size: 6 });
    this.state = el('p', { class: 'outcome', id: 'fault-state', role: 'status' });
    this.off = el('button', { type: 'button', id: 'faults-off', onclick: () => this.#apply('DELETE') }, 'All off');
    this.element = el('section', { 'aria-label': 'Faults' },
      el('div', { class: 'head' },
        el('div', {}, el('h1', {}, 'Faults'), el('p', { class: 'facts' },
          'What goes wrong on purpose, for every client of the API. What you do here by hand is spared.')),
        el('div', { class: 'actions' }, el('label', { class: 'check' }, 'Seed', this.seed), this.off)),
      el('div', { class: 'card faults' }, ...CHANCES.map(([name, about]) => this.#chance(name, about)),
        this.#latency(), this.#reshard(), this.state));
    this.seed.addEventListener('change', () => this.#apply());
  }

  #row(name, about, value, read, write) {
    const on = el('input', { type: 'checkbox', role: 'switch', id: `fault-${name}`, 'aria-label': name, onchange: () => this.#apply() });
    const hits = el('span', { class: 'hits', id: `hits-${name}` });
    this.#rows.set(name, { on, hits, read, write });
    return el('div', { class: 'fault' }, on, el('label', { class: 'name', for: `fault-${name}` }, name), value,
      el('span', { class: 'about' }, about), hits);
  }

  #input(name, label, value) {
    return el('input', { type: 'number', min: 0, step: 'any', value, id: `fault-${name}`, 'aria-label': label,
      onchange: () => this.#changed(name.split('--')[0]) });
  }

  #changed(name) {
    if (this.#rows.get(name).on.checked) {
      this.#apply();
    }
  }

  #chance(name, about) {
    const chance = this.#input(`${name}--chance`, `${name}, percent`, 10);
    return this.#row(name, about, el('span', { class: 'value' }, chance, '% of them'),
      () => `${Number(chance.value) / 100}`, value => { chance.value = String(Math.round(Number(value) * 1e6) / 1e4); });
  }

  #latency() {
    const least = this.#input('latency--least', 'latency, least milliseconds', 10);
    const most = this.#input('latency--most', 'latency, most milliseconds', 50);
    return this.#row('latency', 'the answer comes later', el('span', { class: 'value' }, least, '–', most, 'ms'),
      () => `${Math.round(least.value)}ms..${Math.round(most.value)}ms`,
      value => { [least.value, most.value] = value.match(/\d+/g); });
  }

  #reshard() {
    const every = this.#input('reshard--every', 'reshard, seconds', 5);
    return this.#row('reshard', 'a shard of some stream is split, or two are merged',
      el('span', { class: 'value' }, 'every', every, 's'),
      () => `${Math.round(every.value * 1000)}ms`, value => { every.value = String(parseInt(value, 10) / 1000); });
  }

  async #apply(method = 'PUT') {
    const parts = [...this.#rows].filter(([, row]) => row.on.checked).map(([name, row]) => `${name}=${row.read()}`);
    parts.push(`seed=${this.seed.value.trim() || 0}`);
    this.#busy = true;
    try {
      this.show(parsePolicy(await faultPolicy(method, method === 'PUT' ? parts.join(',') : undefined)), true);
    } catch (error) {
      notice(String(error), true);
      this.show(parsePolicy(await faultPolicy()), true);
    } finally {
      this.#busy = false;
    }
  }

  /** Shows a policy, unless it is older than what somebody is doing here. */
  show(policy, force = false) {
    if (this.#busy && !force) {
      return;
    }
    for (const [name, row] of this.#rows) {
      const rule = policy.get(name);
      row.on.checked = rule !== undefined;
      say(row.hits, rule?.hits === null || rule === undefined ? '' : `hit ${count(rule.hits)} ×`);
      if (rule && !row.on.parentNode.contains(document.activeElement)) {
        row.write(rule.value);
      }
    }
    if (document.activeElement !== this.seed) {
      this.seed.value = policy.get('seed')?.value ?? '0';
    }
    this.off.disabled = !isActive(policy);
    say(this.state, isActive(policy) ? '' : 'Nothing goes wrong on purpose.');
  }
}
