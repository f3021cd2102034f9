// One line of minutes: keep it, change it where it stands, or leave it out; all of it can be taken back.
import { at, patch, post } from '../core/api.js';
import { el, fill, icon, iconButton } from '../core/dom.js';
import { dayWithin } from '../core/time.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { editText } from './editor.js';

export function lineElement(minutes, kind, line) {
  const item = el('li', { class: `line state-${line.state}${line.doubtful ? ' doubtful' : ''}`, data: { id: line.id } });
  const text = el('p', { class: 'line-text', title: line.doubtful ? t('doubtful_line') : null }, line.text);
  fill(item, el('div', { class: 'line-body' }, text, details(kind, line),
    el('div', { class: 'line-foot' }, minutes.chips(line.evidence), mark(line))), tools(minutes, kind, line, item, text));
  return item;
}

function details(kind, line) {
  const out = [];
  if (kind === 'actions') {
    out.push(el('span', { class: line.owner ? 'who' : 'who missing' }, line.owner ?? t('nobody')));
    if (line.department) out.push(el('span', {}, line.department));
    out.push(el('span', { class: line.due ? '' : 'missing' }, line.due ? t('due_by', { date: dayWithin(line.due) }) : t('no_date')));
  }
  if (kind === 'feedback') {
    out.push(...line.departments.map((name) => el('span', {}, name)));
    if (line.sentiment === 'negative') out.push(el('span', { class: 'late' }, t('sentiment_negative')));
    if (line.sentiment === 'positive') out.push(el('span', { class: 'done' }, t('sentiment_positive')));
    if (line.urgency === 'high') out.push(el('span', { class: 'late' }, t('urgent')));
  }
  if (kind === 'decisions' && line.status === 'superseded') out.push(el('span', { class: 'waiting' }, t('superseded')));
  if (kind === 'decisions' && line.supersedes) out.push(el('span', { class: 'waiting' }, t('supersedes')));
  return out.length ? el('p', { class: 'line-details' }, out) : null;
}

function mark(line) {
  if (line.doubtful) return el('span', { class: 'mark waiting' }, t('mark_doubtful'));
  if (line.state === 'accepted') return el('span', { class: 'mark done' }, icon('check'), t('mark_accepted'));
  if (line.state === 'edited') return el('span', { class: 'mark' }, t('mark_edited'));
  return null;
}

function tools(minutes, kind, line, item, text) {
  if (line.state === 'rejected') {
    return el('div', { class: 'line-tools' }, iconButton('undo', t('put_back'), () => change(minutes, kind, line, { state: 'draft' })));
  }
  return el('div', { class: 'line-tools' },
    iconButton('check', t('accept_line'), () => change(minutes, kind, line, { state: line.state === 'accepted' ? 'draft' : 'accepted' }), { 'aria-pressed': String(line.state === 'accepted'), class: 'icon-button quiet-button tool-accept' }),
    iconButton('pen', t('edit_line'), () => editLine(minutes, kind, line, text, item), { class: 'icon-button quiet-button tool-edit' }),
    iconButton('cross', t('reject_line'), () => change(minutes, kind, line, { state: 'rejected' }, t('line_rejected')), { class: 'icon-button quiet-button tool-reject' }));
}

const url = (minutes, line, ...rest) => at('', 'api', 'meetings', minutes.meeting.id, 'lines', line.id, ...rest);

async function change(minutes, kind, line, changes, said) {
  try {
    Object.assign(line, await patch(url(minutes, line), changes));
    minutes.draw();
    focusLine(minutes, line);
    if (said) toast(said, { undo: () => undo(minutes, line) });
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

async function undo(minutes, line) {
  try {
    Object.assign(line, await post(url(minutes, line, 'undo')));
    minutes.draw();
    focusLine(minutes, line);
  } catch (error) {
    failed(error);
  }
}

function focusLine(minutes, line) {
  minutes.body.querySelector(`[data-id="${CSS.escape(line.id)}"] .tool-edit`)?.focus({ preventScroll: true });
}

function editLine(minutes, kind, line, place, item) {
  const extra = kind === 'actions' ? actionFields(minutes, line) : null;
  item.classList.add('is-editing');
  editText(place, line.text, {
    label: t('edit_line'), extra,
    save: (text) => change(minutes, kind, line, { text, ...values(extra) }, t('line_saved')),
    leave: () => item.classList.remove('is-editing'),
  });
}

function actionFields(minutes, line) {
  const names = [...new Set(minutes.meeting.attendees.map((a) => a.name))];
  const field = (name, props) => el('label', { class: 'mini-field' }, el('span', {}, t(`field_${name}`)), el('input', { name, autocomplete: 'off', ...props }));
  return el('div', { class: 'mini-fields' },
    field('owner', { type: 'text', value: line.owner ?? '', list: 'owners' }), el('datalist', { id: 'owners' }, names.map((name) => el('option', { value: name }))),
    field('department', { type: 'text', value: line.department ?? '' }),
    field('due', { type: 'date', value: line.due ?? '' }));
}

const values = (extra) => (extra ? Object.fromEntries([...extra.querySelectorAll('input')].map((input) => [input.name, input.value])) : {});

/** A person's own line. It too rests on what was said: the utterance that is marked in the transcript. */
export function addLine(minutes, kind, list) {
  if (list.querySelector('.new-line')) return;
  const place = el('p', { class: 'line-text' });
  const rests = el('div', { class: 'line-foot' });
  const item = el('li', { class: 'line new-line is-editing' }, el('div', { class: 'line-body' }, place, rests));
  const show = () => fill(rests, minutes.cursor === null ? el('span', { class: 'mark waiting' }, t('choose_evidence')) : [el('span', { class: 'mark' }, t('rests_on')), minutes.chips([minutes.cursor])]);
  minutes.here.addEventListener('cursor', show);
  list.append(item);
  show();
  const extra = kind === 'actions' ? actionFields(minutes, {}) : null;
  editText(place, '', {
    label: t('add_line'), extra,
    save: async (text) => {
      if (minutes.cursor === null) {
        toast(t('choose_evidence'), { error: true });
        return false;
      }
      try {
        const line = await post(at('', 'api', 'meetings', minutes.meeting.id, 'lines'), { kind, text, evidence: [minutes.cursor], ...values(extra) });
        minutes.data[kind].push(line);
        return true;
      } catch (error) {
        failed(error);
        return false;
      }
    },
    leave: () => {
      minutes.here.removeEventListener('cursor', show);
      minutes.draw();
    },
  });
}
