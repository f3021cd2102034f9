// Things that lie over the page: dialogs, questions before something irreversible, menus.
import { button, el, iconButton } from './dom.js';
import { t } from './words.js';

/** A dialog with a heading; returns its element. Escape and the cross close it. */
export function dialog(heading, ...content) {
  const box = el('dialog', { class: 'dialog', 'aria-label': heading },
    el('header', { class: 'dialog-head' }, el('h2', {}, heading), iconButton('cross', t('close'), () => box.close())),
    content);
  box.addEventListener('close', () => box.remove());
  box.addEventListener('click', (event) => {
    if (event.target === box) box.close();
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/** Ask before something that cannot be taken back. */
export function confirm(heading, sentence, label) {
  return new Promise((answer) => {
    const box = dialog(heading, el('p', {}, sentence), el('footer', { class: 'dialog-foot' },
      button(t('cancel'), () => box.close()),
      button(label, () => { answer(true); box.close(); }, { class: 'button danger' })));
    box.addEventListener('close', () => answer(false));
    box.querySelector('footer button').focus();
  });
}

/** A small form: fields are [name, label, value, {type, list}]; answers with what was filled in, or null. */
export function form(heading, fields, label) {
  return new Promise((answer) => {
    const inputs = fields.map(([name, , value, props = {}]) =>
      el('input', { name, id: `form-${name}`, type: 'text', autocomplete: 'off', ...props, value: String(value ?? '') }));
    const rows = fields.map(([name, words], k) => el('div', { class: 'field' }, el('label', { for: `form-${name}` }, words), inputs[k]));
    const body = el('form', { method: 'dialog' }, rows, el('footer', { class: 'dialog-foot' },
      button(t('cancel'), () => box.close()), el('button', { class: 'button primary', type: 'submit' }, label)));
    body.addEventListener('submit', () => answer(Object.fromEntries(inputs.map((input) => [input.name, input.value]))));
    const box = dialog(heading, body);
    box.addEventListener('close', () => answer(null));
    inputs[0].focus();
  });
}

/** A button that opens a menu. items: [{label, href, download, run, danger, note}] or a function giving them. */
export function menuButton(content, items, props = {}) {
  const opener = el('button', { type: 'button', class: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', ...props }, content);
  const host = el('div', { class: 'menu-host' }, opener);
  let open = null;
  const close = () => {
    open?.remove();
    open = null;
    opener.setAttribute('aria-expanded', 'false');
  };
  opener.addEventListener('click', () => {
    if (open) return close();
    open = menu(typeof items === 'function' ? items() : items, close);
    host.append(open);
    opener.setAttribute('aria-expanded', 'true');
    open.querySelector('[role=menuitem]')?.focus();
    return undefined;
  });
  host.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && open) { close(); opener.focus(); event.stopPropagation(); }
  });
  host.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !host.contains(event.relatedTarget)) close();
  });
  document.addEventListener('pointerdown', (event) => {
    if (open && !host.contains(event.target)) close();
  });
  return host;
}

function menu(items, close) {
  const list = el('div', { class: 'menu', role: 'menu' }, items.map((item) => {
    if (item.heading) return el('div', { class: 'menu-heading', role: 'presentation' }, item.heading);
    const props = { role: 'menuitem', class: item.danger ? 'menu-item danger' : 'menu-item', tabindex: '-1', onclick: () => { close(); item.run?.(); } };
    if (item.href) return el('a', { ...props, href: item.href, download: item.download ? '' : null }, item.label);
    return el('button', { ...props, type: 'button' }, item.label);
  }));
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [...list.querySelectorAll('[role=menuitem]')];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    event.preventDefault();
  });
  return list;
}
