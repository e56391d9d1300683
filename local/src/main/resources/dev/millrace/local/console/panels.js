// Pages whose content others provide, as tables.

import { view } from './api.js';
import { el, foreign } from './dom.js';

export class Panel {
  #shown = '';

  constructor(id) {
    this.id = id;
    this.element = el('section', { class: 'panel' });
  }

  async tick() {
    const panel = await view('panel', { id: this.id });
    const shown = JSON.stringify(panel);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.element.replaceChildren(
        el('div', { class: 'head' }, el('h1', {}, foreign(panel.title))),
        ...(panel.failure === undefined ? panel.tables.map(table)
          : [el('p', { class: 'card failure' }, foreign(panel.failure))]));
    }
  }
}

function table({ title, columns, rows }) {
  return el('div', { class: 'card' }, title ? el('h2', {}, foreign(title)) : null,
    rows.length === 0 ? el('p', { class: 'muted' }, 'Nothing yet.')
      : el('div', { class: 'table-frame' }, el('table', {},
        el('thead', {}, el('tr', {}, columns.map(column => el('th', {}, foreign(column))))),
        el('tbody', {}, rows.map(row => el('tr', {}, row.map(cell => el('td', {}, foreign(cell)))))))));
}
