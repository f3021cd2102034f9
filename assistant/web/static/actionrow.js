// One action item as a row: done or not, task, who, by when. The home page and the list of actions show the same row.
import { at, get, patch } from './core/api.js';
import { composing, el, fill, icon, iconButton } from './core/dom.js';
import { day, daysAway, stamp } from './core/time.js';
import { failed, toast } from './core/toast.js';
import { t } from './core/words.js';
import { utteranceHref } from './search.js';

export const isLate = (action) => action.status === 'open' && action.due && daysAway(action.due) < 0;

export async function changeAction(action, changes) {
  return Object.assign(action, await patch(at('', 'api', 'actions', action.id), changes));
}

/** compact: for the home page, without filters' details. onChange is called after any change. */
export function actionRow(action, { compact = false, onChange = () => {} } = {}) {
  const row = el('li', { class: 'action', data: { id: action.id }, tabindex: compact ? null : '-1' });
  const update = async (changes, said) => {
    const before = { status: action.status, due: action.due ?? '', owner: action.owner ?? '' };
    try {
      await changeAction(action, changes);
      render();
      onChange(action);
      if (said) {
        const back = Object.fromEntries(Object.keys(changes).map((key) => [key, before[key]]));
        toast(said, { undo: () => update(back) });
      }
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  };
  const render = () => fill(row, parts(action, update, compact, row));
  row.toggle = () => update({ status: action.status === 'open' ? 'done' : 'open' },
    action.status === 'open' ? t('action_done', { task: action.task }) : t('action_reopened'));
  row.editDue = () => editField(row.querySelector('.action-due'), action.due ?? '', t('due_hint'),
    (due) => update({ due }, t('due_changed')), render);
  render();
  return row;
}

function parts(action, update, compact, row) {
  const done = action.status !== 'open';
  row.classList.toggle('is-done', done);
  return [
    el('button', { type: 'button', class: 'tick', role: 'checkbox', 'aria-checked': String(done), 'aria-label': t('tick', { task: action.task }), onclick: () => row.toggle() }, icon('check')),
    el('div', { class: 'action-main' },
      el('span', { class: 'action-task' }, action.task),
      el('span', { class: 'action-from' },
        [action.owner ?? t('nobody'), action.department].filter(Boolean).join(' · '), ' · ',
        el('a', { href: utteranceHref(action.meeting, action.evidence[0]) }, action.meeting_title))),
    el('div', { class: 'action-side' }, dueButton(action, row), compact ? null : historyButton(action, row)),
  ];
}

function dueButton(action, row) {
  const late = isLate(action);
  const words = action.due ? day(action.due) : t('no_date');
  return el('button', { type: 'button', class: `action-due quiet-button ${late ? 'late' : ''}`, title: t('change_due'), onclick: () => row.editDue() },
    words, late ? el('span', { class: 'late-by' }, t('late_by', { n: -daysAway(action.due) })) : null);
}

function historyButton(action, row) {
  return iconButton('history', t('history'), async () => {
    const shown = row.querySelector('.history');
    if (shown) return shown.remove();
    try {
      const { history } = await get(at('', 'api', 'actions', action.id, 'history'));
      row.append(el('ul', { class: 'history' }, history.length
        ? history.map((entry) => el('li', {}, el('time', {}, stamp(entry.at)), ' ', said(entry)))
        : el('li', {}, t('history_none'))));
    } catch (error) {
      failed(error);
    }
    return undefined;
  });
}

const said = (entry) => [entry.who === 'local' ? t('you') : entry.who, entry.what, entry.detail].filter(Boolean).join(' · ');

/** A field in place of a label: Enter keeps, Escape leaves, a composing Enter does nothing. */
export function editField(place, value, hint, save, leave) {
  const input = el('input', { class: 'inline-input', type: 'text', value, placeholder: hint, 'aria-label': hint, autocomplete: 'off' });
  let over = false;
  input.addEventListener('keydown', async (event) => {
    if (composing(event)) return;
    if (event.key === 'Escape') { over = true; leave(); }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    over = true;
    if (!(await save(input.value.trim()))) { over = false; input.focus(); }
  });
  input.addEventListener('blur', () => {
    if (!over) setTimeout(() => document.activeElement !== input && !over && leave(), 100);
  });
  place.replaceWith(input);
  input.focus();
  input.select();
}
