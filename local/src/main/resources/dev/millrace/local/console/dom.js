// The only way in which this page makes elements. Whatever a stream holds becomes text nodes: there is no markup from
// data anywhere.

const SVG = 'http://www.w3.org/2000/svg';

function build(node, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (name in node && typeof value === 'boolean') {
      node[name] = value;
    } else if (value !== undefined && value !== null && value !== false) {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return node;
}

export function el(tag, properties, ...children) {
  return build(document.createElement(tag), properties, children);
}

export function svg(tag, properties, ...children) {
  return build(document.createElementNS(SVG, tag), properties, children);
}

export function byId(id) {
  return document.getElementById(id);
}

/** Sets text only where it differs, so that a selection in it survives. */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

// Characters that are not seen, or that turn the order of others around.
const HIDDEN = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}])/u;

/** Somebody else's text, isolated, with every character in it that would not be seen named instead. */
export function foreign(text) {
  const parts = text.split(HIDDEN);
  return el('bdi', {}, parts.map((part, i) => i % 2 === 0 ? part : el('span', { class: 'hidden-character' },
    `U+${part.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`)));
}

/** A passing word at the edge of the page. */
export function notice(text, bad = false) {
  const shown = el('div', { class: bad ? 'notice bad' : 'notice' }, foreign(text));
  byId('notices').append(shown);
  setTimeout(() => shown.remove(), bad ? 8000 : 4000);
}

/** A dialog that is gone when it is closed. Gives the dialog. */
export function openDialog(title, ...content) {
  const dialog = el('dialog', { 'aria-label': title }, el('h2', {}, title), ...content);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function labelled(text, input) {
  return el('label', {}, text, input);
}
