// What is said about a voice the same way wherever it is shown: who, when, where it belongs, until when.
import { el } from '../core/dom.js';
import { day, iso, stamp } from '../core/time.js';
import { lang, t } from '../core/words.js';

export const STATES = ['new', 'on_hold', 'done', 'not_needed'];

const clockTime = new Intl.DateTimeFormat(lang === 'ja' ? 'ja-JP' : 'en-GB', { hour: '2-digit', minute: '2-digit', hour12: false });

/** 「明日 14:00」 for a moment written with its time zone. */
export function moment(text) {
  const at = new Date(text);
  return `${day(iso(at))} ${clockTime.format(at)}`;
}

/** 「物流部」「物流部、営業部」, who has it first; nobody's is said so. */
export const where = (point) => (point.departments.length ? point.departments.map((d) => d.name).join(t('list_comma')) : t('voice_nobody'));

/** Customer, channel, day: to stand among other facts. */
export function whoAndWhen(voice) {
  return [voice.customer, voice.channel ? t(`channel_${voice.channel}`) : '', voice.date ? day(voice.date) : ''];
}

export function dueMark(point) {
  if (!point.due || point.state === 'done' || point.state === 'not_needed') return null;
  if (point.paused) return el('span', { class: 'quiet' }, t('due_paused'));
  if (point.late) return el('span', { class: 'late' }, t('due_late', { when: moment(point.due) }));
  return el('span', {}, t('due_by', { date: moment(point.due) }));
}

/** Only what stands out is named: a complaint, praise, urgency. */
export function tone(point) {
  return [
    point.urgency === 'high' ? el('span', { class: 'tone late' }, t('urgent')) : null,
    point.sentiment === 'negative' ? el('span', { class: 'tone waiting' }, t('sentiment_negative')) : null,
    point.sentiment === 'positive' ? el('span', { class: 'tone done' }, t('sentiment_positive')) : null,
  ];
}

/** Between facts that stand beside each other. */
export function facts(...parts) {
  const found = parts.flat(Infinity).filter((part) => part !== null && part !== undefined && part !== false && part !== '');
  return found.flatMap((part, k) => (k ? [el('span', { class: 'dot', 'aria-hidden': 'true' }, '·'), part] : [part]));
}

export function historyList(entries) {
  if (!entries.length) return el('ul', { class: 'history' }, el('li', {}, t('history_none')));
  return el('ul', { class: 'history' }, entries.map((entry) => el('li', {}, el('time', {}, stamp(entry.at)), ' ',
    [entry.who === 'local' ? t('you') : entry.who, entry.what, entry.detail].filter(Boolean).join(' · '))));
}
