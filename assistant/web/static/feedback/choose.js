// A searchable list of all departments. Type, arrows, Enter; Shift+Enter ticks several (the first owns, others are told).
import { get } from '../core/api.js';
import { button, composing, el, fill, icon } from '../core/dom.js';
import { dialog } from '../core/overlay.js';
import { failed } from '../core/toast.js';
import { t } from '../core/words.js';

const plain = (text) => text.normalize('NFKC').toLowerCase();
let known = null;

/** Every department with its other names; asked for once a page. */
export function departments() {
  known ??= get('/api/organisation').then((org) => org.departments.map((d) => ({ name: d.name, aliases: d.aliases ?? [], mission: d.mission ?? '' })))
    .catch((error) => { known = null; throw error; });
  return known;
}

/** Answers with the chosen names, the owner first; [] for nobody; null when left. */
export async function chooseDepartments({ heading, picked = [] }) {
  try {
    return await ask(heading, await departments(), picked);
  } catch (error) {
    failed(error);
    return null;
  }
}

function ask(heading, all, picked) {
  return new Promise((answer) => {
    const ticked = [...picked].filter((name) => all.some((d) => d.name === name));
    const search = el('input', { type: 'search', class: 'choose-search', 'aria-label': t('choose_search'), placeholder: t('choose_search'), autocomplete: 'off', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'choose-list' });
    const list = el('ul', { class: 'choose-list', id: 'choose-list', role: 'listbox', 'aria-multiselectable': 'true', 'aria-label': heading });
    const keep = button(t('decide'), () => done([...ticked]), { class: 'button primary' });
    let active = 0;
    let touched = false;
    const found = () => [...all.filter((d) => plain(`${d.name} ${d.aliases.join(' ')}`).includes(plain(search.value.trim()))), ...(search.value.trim() ? [] : [{ name: '', mission: '' }])];
    const tick = (name) => {
      touched = true;
      if (ticked.includes(name)) ticked.splice(ticked.indexOf(name), 1);
      else ticked.push(name);
      show();
    };
    const row = (d, k) => el('li', { id: `choose-${k}`, role: 'option', 'aria-selected': String(ticked.includes(d.name)), class: k === active ? 'choose-row is-active' : 'choose-row' },
      d.name ? el('span', { class: 'choose-tick', 'aria-hidden': 'true', onclick: (event) => { event.stopPropagation(); tick(d.name); } }, icon('check')) : el('span', {}),
      el('span', { class: 'choose-name' }, d.name || t('choose_nobody'), d.mission ? el('span', { class: 'row-facts' }, d.mission) : null),
      ticked.length > 1 && ticked.includes(d.name) ? el('span', { class: 'quiet' }, t(ticked[0] === d.name ? 'role_owner' : 'role_informed')) : null);
    const show = () => {
      const rows = found();
      active = Math.max(0, Math.min(active, rows.length - 1));
      fill(list, rows.map((d, k) => { const node = row(d, k); node.addEventListener('click', () => done(d.name ? [d.name] : [])); return node; }));
      if (!rows.length) fill(list, el('li', { class: 'none' }, t('choose_none')));
      search.setAttribute('aria-activedescendant', rows.length ? `choose-${active}` : '');
      list.children[active]?.scrollIntoView({ block: 'nearest' });
      keep.disabled = !ticked.length;
    };
    search.addEventListener('input', () => { active = 0; show(); });
    search.addEventListener('keydown', (event) => {
      if (composing(event)) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const at = found()[active];
      if (step) { active += step; show(); event.preventDefault(); }
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (event.shiftKey && at?.name) tick(at.name);
      else if (touched && ticked.length) done([...ticked]);
      else if (at) done(at.name ? [at.name] : []);
    });
    const box = dialog(heading, search, list, el('footer', { class: 'dialog-foot choose-foot' }, el('span', { class: 'quiet choose-hint' }, t('choose_hint')), keep));
    const done = (names) => { answer(names); box.close(); };
    box.classList.add('choose');
    box.addEventListener('close', () => answer(null));
    show();
    search.focus();
  });
}
