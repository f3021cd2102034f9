// Every series with its last and next meeting and the state of the agenda.
import { get } from './core/api.js';
import { el, fill } from './core/dom.js';
import { day } from './core/time.js';
import { failed } from './core/toast.js';
import { t } from './core/words.js';

export async function draw(stage) {
  const list = el('div', { class: 'list' });
  fill(stage, el('div', { class: 'page' }, el('h1', { class: 'page-title' }, t('title_agendas')), el('p', { class: 'lead' }, t('agendas_lead')), list));
  try {
    const series = (await get('/api/series')).series.filter((s) => s.name);
    fill(list, series.length ? el('ul', { class: 'rows' }, series.sort(soonestFirst).map(row)) : el('div', { class: 'empty' }, el('p', {}, t('agendas_empty')), el('a', { class: 'button primary', href: '/add' }, t('add_meeting'))));
  } catch (error) {
    failed(error);
  }
}

/** What comes next, nearest first; then what has passed, latest first; then series without a date. */
function soonestFirst(a, b) {
  const today = new Date().toLocaleDateString('sv');
  const later = (s) => Boolean(s.next) && s.next >= today;
  if (later(a) !== later(b)) return later(a) ? -1 : 1;
  return later(a) ? a.next.localeCompare(b.next) : (b.next ?? '').localeCompare(a.next ?? '');
}

function row(s) {
  return el('li', {}, el('a', { class: 'row', href: `/agenda?series=${encodeURIComponent(s.name)}` },
    el('span', { class: 'row-when' }, s.next ? day(s.next) : t('no_date')),
    el('span', { class: 'row-main' }, s.name, el('span', { class: 'row-facts' }, t('series_facts', { n: s.meetings, last: s.last ? day(s.last) : '' }))),
    el('span', { class: `row-side ${s.agenda_status === 'approved' ? 'done' : s.agenda_status === 'draft' ? 'waiting' : 'quiet'}` }, t(`agenda_${s.agenda_status}`))));
}
