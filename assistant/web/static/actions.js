// Every action item, grouped by when it is due; one key marks it done.
import { get } from './core/api.js';
import { el, fill } from './core/dom.js';
import { bind } from './core/keys.js';
import { daysAway, today } from './core/time.js';
import { failed } from './core/toast.js';
import { t } from './core/words.js';
import { actionRow, isLate } from './actionrow.js';

const GROUPS = ['late', 'week', 'later', 'undated', 'done'];

function groupOf(action) {
  if (action.status !== 'open') return 'done';
  if (!action.due) return 'undated';
  if (isLate(action)) return 'late';
  const toSunday = (7 - today().getDay()) % 7;
  return daysAway(action.due) <= toSunday ? 'week' : 'later';
}

export async function draw(stage) {
  const person = el('select', { class: 'filter', 'aria-label': t('filter_person') });
  const department = el('select', { class: 'filter', 'aria-label': t('filter_department') });
  const closed = el('input', { type: 'checkbox', id: 'show-closed' });
  const list = el('div', { class: 'list actions-list' });
  fill(stage, el('div', { class: 'page' }, el('h1', { class: 'page-title' }, t('title_actions')),
    el('div', { class: 'filters' }, person, department, el('label', { class: 'check', for: 'show-closed' }, closed, t('show_done'))), list));
  let actions = [];
  const show = () => {
    const chosen = actions.filter((a) => (!person.value || a.owner === person.value) && (!department.value || a.department === department.value) && (closed.checked || a.status === 'open'));
    fill(list, actions.length ? groups(chosen, show) : el('div', { class: 'empty' }, el('p', {}, t('actions_empty'))));
    if (actions.length && !chosen.length) fill(list, el('p', { class: 'none' }, t('actions_none_fit')));
  };
  try {
    ({ actions } = await get('/api/actions'));
    choices(person, t('everybody'), actions.map((a) => a.owner));
    choices(department, t('all_departments'), actions.map((a) => a.department));
    [person, department, closed].forEach((input) => input.addEventListener('change', show));
    show();
  } catch (error) {
    failed(error);
  }
  keys(list);
}

function choices(select, all, values) {
  const names = [...new Set(values.filter(Boolean))].sort((a, b) => a.localeCompare(b));
  fill(select, el('option', { value: '' }, all), names.map((name) => el('option', { value: name }, name)));
}

function groups(actions, show) {
  return GROUPS.map((name) => {
    const of = actions.filter((a) => groupOf(a) === name);
    if (!of.length) return null;
    // A row that was just done stays where it is until the next look, so that nothing jumps under the pointer.
    return el('section', { class: `part group-${name}` }, el('h2', {}, t(`group_${name}`), el('span', { class: 'count' }, of.length)),
      el('ul', { class: 'rows' }, of.map((action) => actionRow(action, { onChange: (a) => a.due && groupOf(a) !== name && a.status === 'open' && show() }))));
  });
}

function keys(list) {
  const rows = () => [...list.querySelectorAll('.action')];
  const current = () => document.activeElement?.closest?.('.action') ?? null;
  const step = (by) => () => {
    const all = rows();
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(current()) + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  bind('j', t('key_next'), step(1));
  bind('k', t('key_previous'), step(-1));
  bind('x', t('key_done'), () => current()?.toggle());
  bind(' ', null, () => current()?.toggle());
  bind('e', t('key_due'), () => current()?.editDue());
}
