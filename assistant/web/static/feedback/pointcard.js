// One point of an open voice: whose it is and why, its state, who has it and until when.
import { at, get, post } from '../core/api.js';
import { button, el, fill, icon, iconButton } from '../core/dom.js';
import { failed } from '../core/toast.js';
import { t } from '../core/words.js';
import { editField } from '../actionrow.js';
import { chooseDepartments } from './choose.js';
import { afterCorrection } from './moved.js';
import { STATES, historyList, moment, tone, where } from './told.js';

const path = (point, ...verb) => at('', 'api', 'feedback', 'points', point.id, ...verb);

/** number: its number in the marked text, 0 where it is the only one. */
export function pointCard(voice, point, number) {
  const card = el('li', { class: 'point-card', data: { id: point.id } });
  fill(card,
    el('div', { class: 'point-head' }, number ? el('span', { class: 'point-number' }, number) : null,
      button([guess(point), icon('down')], () => sortAgain(voice, point), { class: `button small point-where${point.review ? ' is-guess' : ''}`, title: t('sort_again') }),
      tone(point),
      el('span', { class: 'point-tools' }, historyButton(card, point))),
    number ? el('p', { class: 'point-quote' }, point.text) : null,
    el('p', { class: 'point-why' }, point.reason), likeThis(point),
    states(voice, point), follow(voice, point));
  return card;
}

/** What is still to be sorted is shown as a question. */
function guess(point) {
  if (!point.review) return where(point);
  return point.departments.length ? t('guess', { department: point.departments[0].name }) : t('voice_unsorted');
}

async function sortAgain(voice, point) {
  const chosen = await chooseDepartments({ heading: t('sort_to'), picked: point.departments.map((d) => d.name) });
  if (!chosen) return;
  const told = await voice.change(() => post(path(point, 'correct'), { departments: chosen }),
    t(chosen.length ? 'sorted_to' : 'sorted_nobody', { department: chosen.join(t('list_comma')) }), () => post(path(point, 'undo')));
  if (told) afterCorrection(told, { dialogOnly: true, onMoved: (points) => voice.onChange(points) });
}

/** The corrected voices that decided, where it was they. */
export function likeThis(point) {
  if (!point.like?.length) return null;
  return el('details', { class: 'like' }, el('summary', {}, t('like_n', { n: point.like.length })),
    el('ul', {}, point.like.map((example) => el('li', {}, example.text, el('span', { class: 'quiet' }, ` → ${example.departments.join(t('list_comma')) || t('voice_nobody')}`)))));
}

function states(voice, point) {
  const set = (state) => voice.change(() => post(path(point, 'state'), { state }), t('state_set', { state: t(`state_${state}`) }), () => post(path(point, 'state'), { state: point.state }));
  return el('div', { class: 'segments', role: 'group', 'aria-label': t('filter_state') },
    STATES.map((state) => button(t(`state_${state}`), () => state !== point.state && set(state), { class: `segment segment-${state}`, 'aria-pressed': String(point.state === state) })));
}

function follow(voice, point) {
  const assign = (changes) => voice.change(() => post(path(point, 'assign'), changes));
  const field = (name, shown, value, hint) => {
    const row = el('span', { class: 'follow-field' }, el('span', { class: 'quiet' }, t(`field_${name}`)));
    const press = button(shown, () => editField(press, value, hint, async (typed) => Boolean(await assign({ [name]: typed })), () => row.querySelector('input')?.replaceWith(press)),
      { class: `quiet-button small ${name === 'due' && point.late ? 'late' : ''}`, 'aria-label': `${t(`field_${name}`)}: ${shown}` });
    row.append(press);
    return row;
  };
  return el('div', { class: 'follow' },
    field('owner', point.owner || t('nobody'), point.owner, t('field_owner')),
    field('due', point.due ? moment(point.due) : t('no_date'), '', t('due_hint')),
    button(t(point.paused ? 'pause_end' : 'pause_start'), () => assign({ paused: !point.paused }), { class: 'quiet-button small toggle', 'aria-pressed': String(Boolean(point.paused)), title: t('pause_note') }));
}

function historyButton(card, point) {
  return iconButton('history', t('history'), async () => {
    const shown = card.querySelector('.history');
    if (shown) return shown.remove();
    try {
      card.append(historyList((await get(path(point, 'history'))).history));
    } catch (error) {
      failed(error);
    }
    return undefined;
  });
}
