// Building the page. Text is always set as text: nothing a person or a file says is ever read as HTML.

/**
 * el('button', {class: 'x', type: 'button', onclick: f, 'aria-label': '…', data: {i: 3}}, 'text', child…)
 * false, null and undefined leave a property or child out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (name === 'class') node.className = value;
    else if (name === 'style') node.style.cssText = value;
    else if (name in node && typeof value !== 'string') node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  add(node, children);
  return node;
}

export function add(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function fill(node, ...children) {
  node.replaceChildren();
  add(node, children);
  return node;
}

const PATHS = {
  play: 'M6 4l10 6-10 6Z',
  pause: 'M6 4v12M14 4v12',
  check: 'M4 10.5 8 14.5 16 5.500',
  pen: 'M4 16l1-4 8.500-8.500 3 3L8 15Z',
  cross: 'M5 5l10 10M15 5 5 15',
  down: 'M5 8l5 5 5-5',
  right: 'M8 5l5 5-5 5',
  more: 'M4.500 10h.01M10 10h.01M15.500 10h.01',
  add: 'M10 4v12M4 10h12',
  search: 'M9 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM12.700 12.700 16.500 16.500',
  share: 'M8 12l8-8M10 4h6v6M8 5H4v11h11v-4',
  grip: 'M7 5h.01M7 10h.01M7 15h.01M13 5h.01M13 10h.01M13 15h.01',
  undo: 'M7 5 3.500 8.500 7 12M3.500 8.500H12a4 4 0 0 1 0 8H9',
  mic: 'M10 3a2.500 2.500 0 0 1 2.500 2.500V10a2.500 2.500 0 0 1-5 0V5.500A2.500 2.500 0 0 1 10 3ZM5 10a5 5 0 0 0 10 0M10 15v2.500',
  file: 'M5 3.500h6.500L15 7v9.500H5ZM11.500 3.500V7H15',
  folder: 'M3.500 5.500h5l1.500 2h6.500v8h-13Z',
  history: 'M10 5.500V10l3 2M10 3.500a6.500 6.500 0 1 1-6 4M4 4v3.500h3.500',
  send: 'M4 10h11M10.500 5l5 5-5 5',
  back: 'M12 5l-5 5 5 5',
};

export function icon(name) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 20 20', width: 20, height: 20, class: `icon icon-${name}` })) {
    svg.setAttribute(key, value);
  }
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const path = document.createElementNS(ns, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

export function button(label, onclick, props = {}) {
  return el('button', { type: 'button', class: 'button', onclick, ...props }, label);
}

/** A button of one icon, with its name for those who do not see it. */
export function iconButton(name, label, onclick, props = {}) {
  return el('button', { type: 'button', class: 'icon-button quiet-button', 'aria-label': label, title: label, onclick, ...props },
    icon(name));
}

/** Enter that ends a conversion of an input method is never a command. */
export const composing = (event) => event.isComposing || event.keyCode === 229;

export const params = () => new URLSearchParams(location.search);
