// All meetings by month, narrowed by words and by series.
import { get } from './core/api.js';
import { el, fill, params } from './core/dom.js';
import { day, length, month } from './core/time.js';
import { failed } from './core/toast.js';
import { t } from './core/words.js';

const plain = (text) => text.normalize('NFKC').toLowerCase();

export async function draw(stage) {
  const list = el('div', { class: 'list' });
  const words = el('input', { type: 'search', class: 'filter', placeholder: t('meetings_filter'), 'aria-label': t('meetings_filter'), value: params().get('q') ?? '' });
  const series = el('select', { class: 'filter', 'aria-label': t('series') });
  fill(stage, el('div', { class: 'page' }, el('h1', { class: 'page-title' }, t('title_meetings')),
    el('div', { class: 'filters' }, words, series), list));
  try {
    const [{ meetings }, { series: all }] = await Promise.all([get('/api/meetings'), get('/api/series')]);
    fill(series, el('option', { value: '' }, t('all_series')), all.filter((s) => s.name).map((s) => el('option', { value: s.name }, s.name)));
    series.value = params().get('series') ?? '';
    const show = () => {
      const wanted = plain(words.value.trim());
      const chosen = meetings.filter((m) => (!series.value || m.series === series.value) && plain(`${m.title} ${m.series} ${m.attendees.map((a) => a.name).join(' ')}`).includes(wanted));
      fill(list, meetings.length ? months(chosen) : empty());
      const query = new URLSearchParams([['series', series.value], ['q', words.value.trim()]].filter(([, v]) => v));
      history.replaceState(null, '', location.pathname + (query.size ? `?${query}` : ''));
    };
    words.addEventListener('input', show);
    series.addEventListener('change', show);
    show();
  } catch (error) {
    failed(error);
  }
}

function months(meetings) {
  if (!meetings.length) return el('p', { class: 'none' }, t('meetings_none_fit'));
  const groups = Map.groupBy ? Map.groupBy(meetings, (m) => m.date.slice(0, 7)) : grouped(meetings);
  return [...groups].map(([, of]) => el('section', { class: 'part' }, el('h2', {}, month(of[0].date)), el('ul', { class: 'rows' }, of.map(row))));
}

function grouped(meetings) {
  const groups = new Map();
  for (const m of meetings) groups.set(m.date.slice(0, 7), [...(groups.get(m.date.slice(0, 7)) ?? []), m]);
  return groups;
}

function row(m) {
  const facts = [m.series && m.series !== m.title ? m.series : '', m.duration_s ? length(m.duration_s) : '', m.attendees.length ? t('people_n', { n: m.attendees.length }) : '', m.kind === 'notes' ? t('kind_notes') : ''];
  return el('li', {}, el('a', { class: 'row', href: `/meeting?id=${encodeURIComponent(m.id)}` },
    el('span', { class: 'row-when' }, day(m.date)),
    el('span', { class: 'row-main' }, m.title, el('span', { class: 'row-facts' }, facts.filter(Boolean).join(' · '))),
    el('span', { class: `row-side ${stateClass(m)}` }, stateWords(m))));
}

const stateClass = (m) => (m.status === 'failed' ? 'late' : m.status !== 'ready' ? 'quiet' : m.minutes_status === 'approved' ? 'done' : 'waiting');

function stateWords(m) {
  if (m.status !== 'ready') return t(`meeting_${m.status}`);
  return m.minutes_status ? t(`minutes_${m.minutes_status}`) : '';
}

function empty() {
  return el('div', { class: 'empty' }, el('p', {}, t('meetings_empty')), el('a', { class: 'button primary', href: '/add' }, t('add_meeting')));
}
