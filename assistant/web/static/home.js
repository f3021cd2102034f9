// The first page: what waits for me, what is due, what comes next; what is being worked on stands at the foot.
import { get, post } from './core/api.js';
import { button, el, fill } from './core/dom.js';
import { day } from './core/time.js';
import { failed } from './core/toast.js';
import { t } from './core/words.js';
import { actionRow } from './actionrow.js';
import { watchJobs } from './jobs.js';

export async function draw(stage) {
  const body = el('div', { class: 'home' });
  const foot = el('section', { class: 'part', hidden: true, 'aria-label': t('home_processing') });
  fill(stage, el('div', { class: 'page' }, el('h1', { class: 'page-title' }, t('title_home')), body, foot));
  let shown = '';
  const load = async () => {
    try {
      const [home, voices] = await Promise.all([get('/api/home'), waitingVoices()]);
      const rest = { ...home, processing: [], voices };
      if (JSON.stringify(rest) !== shown) {
        shown = JSON.stringify(rest);
        fill(body, home.empty && !voices ? firstVisit(load) : questions({ ...home, voices }));
      }
      return home;
    } catch (error) {
      failed(error);
      return null;
    }
  };
  await load();
  watchJobs(foot, { heading: t('home_processing'), only: ['queued', 'running', 'failed'], onDone: load });
}

function questions(home) {
  return [
    block(t('home_waiting'), [...home.waiting.map(waiting), ...voiceRows(home.voices)], t('home_waiting_none'), '/meetings'),
    block(t('home_due'), home.due.slice(0, 8).map((action) => actionRow(action, { compact: true })), t('home_due_none'), '/actions'),
    block(t('home_next'), home.next.map(next), t('home_next_none'), '/agendas'),
  ];
}

function block(heading, rows, none, href) {
  return el('section', { class: 'part' },
    el('h2', {}, el('a', { class: 'part-link', href }, heading, rows.length ? el('span', { class: 'count' }, rows.length) : null)),
    rows.length ? el('ul', { class: 'rows' }, rows) : el('p', { class: 'none' }, none));
}

/** Customer voices to be sorted, and those whose answer is late; null where there is none of either. */
async function waitingVoices() {
  const { review, late } = await get('/api/feedback/counts').catch(() => ({ review: 0, late: 0 }));
  return review || late ? { review, late } : null;
}

function voiceRows(voices) {
  const row = (n, href, words, kind) => el('li', {}, el('a', { class: 'row', href }, el('span', { class: 'row-when' }, t('nav_feedback')), el('span', { class: 'row-main' }, words), el('span', { class: `row-side ${kind}` }, t('home_voices_n', { n }))));
  return [voices?.review ? row(voices.review, '/feedback?view=review', t('home_voices'), 'waiting') : null, voices?.late ? row(voices.late, '/feedback?late=true&state=all', t('home_voices_late'), 'late') : null].filter(Boolean);
}

function waiting(item) {
  return el('li', {}, el('a', { class: 'row', href: `/meeting?id=${encodeURIComponent(item.meeting)}` },
    el('span', { class: 'row-when' }, day(item.date)),
    el('span', { class: 'row-main' }, item.title),
    el('span', { class: 'row-side waiting' }, t('home_lines', { n: item.lines }))));
}

function next(item) {
  return el('li', {}, el('a', { class: 'row', href: `/agenda?series=${encodeURIComponent(item.series)}` },
    el('span', { class: 'row-when' }, item.date ? day(item.date) : t('no_date'), item.time ? ` ${item.time}` : ''),
    el('span', { class: 'row-main' }, item.series),
    el('span', { class: `row-side ${item.agenda_status === 'approved' ? 'done' : 'quiet'}` }, t(`agenda_${item.agenda_status}`))));
}

/** Before there is anything: what this is, and two ways in. */
function firstVisit(load) {
  const sample = button(t('first_sample'), async () => {
    sample.disabled = true;
    sample.textContent = t('first_sample_loading');
    try {
      await post('/api/demo');
      await load();
    } catch (error) {
      failed(error);
      sample.disabled = false;
      sample.textContent = t('first_sample');
    }
  });
  return el('section', { class: 'first' },
    el('p', { class: 'first-lead' }, t('first_lead')),
    el('div', { class: 'first-ways' }, el('a', { class: 'button primary', href: '/add' }, t('add_meeting')), sample),
    el('ol', { class: 'first-steps' }, ['first_step1', 'first_step2', 'first_step3'].map((name) => el('li', {}, t(name)))));
}
