// What is being worked on: a row for each file with its step, per cent and time left. Asks again only while work runs.
import { at, get, post } from './core/api.js';
import { button, el, fill } from './core/dom.js';
import { left } from './core/time.js';
import { failed } from './core/toast.js';
import { t } from './core/words.js';

const EVERY_MS = 2000;

/** only: states to show; ids: a set of jobs to show (null: all); onDone runs when one has come to its end. */
export function watchJobs(host, { heading = '', only = null, ids = null, onDone = () => {} }) {
  const list = el('ul', { class: 'rows jobs' });
  fill(host, heading ? el('h2', {}, heading) : null, list);
  const rows = new Map();
  const adopted = new Map();
  let running = new Set();
  let timer = 0;

  async function look() {
    clearTimeout(timer);
    let jobs = [];
    try {
      ({ jobs } = await get('/api/jobs'));
    } catch {
      timer = setTimeout(look, EVERY_MS * 3);
      return;
    }
    for (const job of jobs) if (adopted.has(job.id)) redraw(adopted.get(job.id), job, { open: true });
    const shown = jobs.filter((job) => !adopted.has(job.id) && (!only || only.includes(job.state)) && (!ids || ids.has(job.id)));
    draw(shown);
    const now = new Set(jobs.filter((job) => job.state === 'queued' || job.state === 'running').map((job) => job.id));
    if ([...running].some((id) => !now.has(id))) onDone();
    running = now;
    if (now.size) timer = setTimeout(look, EVERY_MS);
  }

  function draw(jobs) {
    host.hidden = !jobs.length;
    for (const [id, row] of rows) {
      if (!jobs.some((job) => job.id === id)) { row.remove(); rows.delete(id); }
    }
    jobs.forEach((job, k) => {
      if (!rows.has(job.id)) rows.set(job.id, el('li', { class: 'job', data: { id: job.id } }));
      const row = rows.get(job.id);
      redraw(row, job);
      if (list.children[k] !== row) list.insertBefore(row, list.children[k] ?? null);
    });
  }

  function redraw(row, job, options) {
    const state = JSON.stringify(job);
    if (row.dataset.state === state) return;
    row.dataset.state = state;
    fill(row, jobParts(job, look, options));
  }

  /** A job that is shown where its file was added, and not a second time in the list. */
  look.adopt = (id, row) => {
    adopted.set(id, row);
    look();
  };

  look();
  addEventListener('pagehide', () => clearTimeout(timer));
  return look;
}

export function jobParts(job, again, { open = false } = {}) {
  const act = (verb) => async () => {
    try {
      await post(at('', 'api', 'jobs', job.id, verb));
      await again();
    } catch (error) {
      failed(error);
    }
  };
  const busy = job.state === 'queued' || job.state === 'running';
  const per = Math.round(job.progress * 100);
  return [
    el('div', { class: 'job-head' },
      job.meeting ? el('a', { class: 'job-name', href: `/meeting?id=${encodeURIComponent(job.meeting)}` }, job.name) : el('span', { class: 'job-name' }, job.name),
      el('span', { class: `job-state ${job.state}` }, stateWords(job, per)),
      open && job.meeting && job.state !== 'failed' ? el('a', { class: 'button small', href: `/meeting?id=${encodeURIComponent(job.meeting)}` }, t('open')) : null,
      busy ? button(t('cancel_job'), act('cancel'), { class: 'quiet-button small' }) : null,
      job.state === 'failed' || job.state === 'cancelled' ? button(t('try_again'), act('retry'), { class: 'button small' }) : null),
    busy ? el('div', { class: 'bar', role: 'progressbar', 'aria-valuenow': String(per), 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-label': job.name }, el('div', { class: 'bar-fill', style: `width:${per}%` })) : null,
    job.error ? el('p', { class: 'job-error' }, job.error) : null,
    (job.warnings ?? []).map((warning) => el('p', { class: 'job-warning' }, warning)),
  ];
}

function stateWords(job, per) {
  if (job.state === 'running') return [job.step_text, `${per}%`, left(job.eta_s)].filter(Boolean).join(' · ');
  return t(`job_${job.state}`);
}
