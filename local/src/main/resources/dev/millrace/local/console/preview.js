// Payloads: in a line, and whole.

import { view } from './api.js';
import { el, foreign, openDialog } from './dom.js';
import { bytes, moment } from './format.js';

const LINE_LENGTH = 200;
const HEX_WIDTH = 16;

/** The beginning of a payload, for one line. */
export function inLine(preview) {
  if (preview.length === 0) {
    return el('span', { class: 'muted' }, 'empty');
  }
  if (preview.text === undefined) {
    return el('span', { class: 'muted' }, preview.hex.slice(0, LINE_LENGTH).replace(/(..)/g, '$1 ').trim());
  }
  return foreign(preview.text.replace(/\s+/g, ' ').slice(0, LINE_LENGTH));
}

function bytesOf(preview) {
  return preview.text !== undefined ? new TextEncoder().encode(preview.text)
    : Uint8Array.from(preview.hex.match(/../g) ?? [], pair => parseInt(pair, 16));
}

function hexDump(data) {
  const lines = [];
  for (let at = 0; at < data.length; at += HEX_WIDTH) {
    const row = [...data.subarray(at, at + HEX_WIDTH)];
    const hex = row.map(value => value.toString(16).padStart(2, '0')).join(' ');
    const text = row.map(value => (value >= 32 && value < 127 ? String.fromCharCode(value) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(HEX_WIDTH * 3 - 1)}  ${text}`);
  }
  return lines.join('\n');
}

function pretty(text) {
  try {
    return /^\s*[{[]/.test(text) ? JSON.stringify(JSON.parse(text), null, 2) : text;
  } catch {
    return text;
  }
}

/** Opens a Kinesis record or, with a sub-sequence number, one of its user records. */
export async function openRecord(arn, record, subSequenceNumber = undefined) {
  const whole = await view('record', { arn, shard: record.shard, index: record.index, user: subSequenceNumber, limit: 1 });
  const part = subSequenceNumber === undefined ? whole : whole.userRecords[0];
  const { preview } = part;
  const facts = [
    ['Partition key', foreign(part.partitionKey)],
    part.explicitHashKey ? ['Explicit hash key', part.explicitHashKey] : null,
    part.hashKey ? ['Hash key', part.hashKey] : null,
    ['Shard', whole.shard],
    ['Sequence number', whole.sequenceNumber],
    subSequenceNumber === undefined ? null : ['Sub-sequence number', String(subSequenceNumber)],
    part.tags ? ['Tags', foreign(part.tags.join(', '))] : null,
    ['Arrival', moment(whole.arrivalMillis)],
    ['Payload', `${bytes(preview.length)}${preview.cut ? ', the beginning is shown' : ''}`],
  ].filter(Boolean);
  const payload = el('pre', { id: 'payload', tabindex: 0 });
  const show = hex => {
    payload.className = hex ? 'hex' : '';
    payload.replaceChildren(hex ? hexDump(bytesOf(preview)) : foreign(pretty(preview.text)));
  };
  const isText = preview.text !== undefined;
  const inHex = el('input', { type: 'checkbox', checked: !isText, disabled: !isText, onchange: () => show(inHex.checked) });
  show(!isText);
  const dialog = openDialog(subSequenceNumber === undefined ? 'Kinesis record' : 'User record',
    el('div', { class: 'stack' },
      el('dl', { class: 'pairs' }, facts.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
      payload,
      el('div', { class: 'buttons' }, el('label', { class: 'check outcome' }, inHex, 'in hex'),
        el('button', { type: 'button', autofocus: true, onclick: () => dialog.close() }, 'Close'))));
}
