// The inbox: voices by state and department, the one that is open beside them (in their place on a phone).
import { get } from '../core/api.js';
import { button, el, fill, icon, params } from '../core/dom.js';
import { bind } from '../core/keys.js';
import { menuButton } from '../core/overlay.js';
import { failed } from '../core/toast.js';
import { t } from '../core/words.js';
import { viewHref } from '../feedback.js';
import { voiceRow } from './row.js';
import { STATES } from './told.js';
import { Voice } from './voice.js';

const PAGE = 50;
const TYPING_MS = 220;
const NOBODY = '-';

export async function draw(host, page) {
  const inbox = new Inbox(host, page);
  await inbox.load();
  if (inbox.asked.id) inbox.open(inbox.asked.id, params().get('point'), { address: false });
}

class Inbox {
  constructor(host, page) {
    const from = params();
    const state = from.get('state');
    this.page = page;
    this.asked = { department: from.get('department') ?? '', state: state === 'all' || STATES.includes(state) ? state : from.get('id') ? 'all' : 'new', q: from.get('q') ?? '', late: from.get('late') ?? '', id: from.get('id') ?? '' };
    this.states = el('div', { class: 'segments', role: 'group', 'aria-label': t('filter_state') });
    this.department = el('select', { class: 'filter', 'aria-label': t('filter_department') });
    this.words = el('input', { type: 'search', class: 'filter', placeholder: t('voices_filter'), 'aria-label': t('voices_filter'), value: this.asked.q, maxlength: '200' });
    this.late = button('', () => this.change(this.asked.late ? { late: '', state: 'new' } : { late: 'true', state: 'all' }), { class: 'button small toggle late-toggle' });
    this.list = el('ul', { class: 'rows voice-list' });
    this.foot = el('div', { class: 'list-foot' });
    this.voice = el('section', { class: 'voice-pane', 'aria-label': t('voice_open'), hidden: true });
    fill(host, el('div', { class: 'filters' }, this.states, this.department, this.words, this.late, this.exports()),
      el('div', { class: 'inbox' }, el('div', { class: 'inbox-list' }, this.list, this.foot), this.voice));
    this.listen(page);
    this.drawFilters();
    this.keys();
  }

  listen(page) {
    this.department.addEventListener('change', () => this.change({ department: this.department.value }));
    let waiting = 0;
    this.words.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.change({ q: this.words.value.trim() }), TYPING_MS);
    });
    page.page.addEventListener('renkei:counts', () => this.drawFilters());
    addEventListener('popstate', () => this.voice.isConnected && this.asked.id && !params().get('id') && this.close(), { once: true });
  }

  drawFilters() {
    const { counts } = this.page;
    const one = counts.departments.find((d) => d.name === this.asked.department);
    const count = (state) => (one ? one[state] : this.asked.department ? undefined : counts.states?.[state]);
    fill(this.states, [...STATES, 'all'].map((state) => button([t(`state_${state}`), count(state) ? el('span', { class: 'count' }, count(state)) : null],
      () => this.change({ state, late: '' }), { class: 'segment', 'aria-pressed': String(this.asked.state === state) })));
    const open = (d) => d.new + d.on_hold;
    fill(this.department, el('option', { value: '' }, t('all_departments')),
      counts.departments.map((d) => el('option', { value: d.name }, open(d) ? `${d.name} (${open(d)})` : d.name)));
    this.department.append(el('option', { value: NOBODY }, t('voice_nobody')));
    if (this.asked.department && !one && this.asked.department !== NOBODY) this.department.append(el('option', { value: this.asked.department }, this.asked.department));
    this.department.value = this.asked.department;
    fill(this.late, t('late_only', { n: counts.late }));
    this.late.hidden = !counts.late && !this.asked.late;
    this.late.setAttribute('aria-pressed', String(Boolean(this.asked.late)));
  }

  exports() {
    const link = (format, label) => ({ label, download: true, href: `/api/feedback/export?${new URLSearchParams({ format, ...this.query() })}` });
    return menuButton([t('export'), icon('down')], () => [link('csv', t('table_csv')), link('xlsx', 'Excel (.xlsx)')]);
  }

  /** What the server is asked for; a department's inbox holds what is hers, not what is still to be sorted. */
  query() {
    const { department, state, q, late } = this.asked;
    return Object.fromEntries(Object.entries({ department, q, late, state: state === 'all' ? '' : state, review: department ? 'false' : '' }).filter(([, value]) => value));
  }

  change(changes) {
    Object.assign(this.asked, changes);
    history.replaceState(null, '', this.address());
    this.drawFilters();
    return this.load();
  }

  address(more = {}) {
    const { department, state, q, late, id } = this.asked;
    return viewHref({ department, state: state === 'new' && !id ? '' : state, q, late, id, ...more });
  }

  async load(offset = 0) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const { points, total } = await get('/api/feedback/points', { ...this.query(), limit: PAGE, offset });
      if (turn !== this.turn) return;
      const rows = points.map((point) => this.row(point));
      if (offset) this.list.append(...rows);
      else fill(this.list, rows);
      this.drawFoot(total);
    } catch (error) {
      failed(error);
    }
  }

  drawFoot(total) {
    const shown = this.list.childElementCount;
    this.list.hidden = !shown;
    if (!shown) return void fill(this.foot, this.nothing());
    const rest = total - shown;
    fill(this.foot, rest > 0 ? button(t('more_rows', { n: rest }), () => this.load(this.list.childElementCount), { class: 'button' }) : null);
    return undefined;
  }

  nothing() {
    const narrowed = this.asked.department || this.asked.q || this.asked.late || this.asked.state !== 'new';
    const { open, review } = this.page.counts;
    if (narrowed || open || review) return el('p', { class: 'none' }, t(narrowed ? 'voices_none_fit' : 'voices_none_new'));
    return el('div', { class: 'empty' }, el('p', {}, t('voices_empty')));
  }

  row(point) {
    const row = voiceRow(point, viewHref({ id: point.message }), () => this.open(point.message, point.id));
    row.classList.toggle('is-open', point.message === this.asked.id);
    return row;
  }

  async open(id, point = null, { address = true } = {}) {
    this.asked.id = id;
    if (address) history.pushState(null, '', this.address());
    this.list.querySelectorAll('.voice-row').forEach((row) => row.classList.toggle('is-open', row.dataset.message === id));
    this.page.page.classList.add('has-voice');
    this.voice.hidden = false;
    await new Voice(this.voice, id, { onChange: (changed) => this.changed(changed), onClose: () => this.close(), onOpen: (other) => this.open(other) }).load(point);
  }

  close() {
    const row = this.list.querySelector('.voice-row.is-open');
    this.asked.id = '';
    this.page.page.classList.remove('has-voice');
    this.voice.hidden = true;
    row?.classList.remove('is-open');
    row?.querySelector('a')?.focus();
    history.replaceState(null, '', this.address());
  }

  /** A row that changed stays where it is until the next look, so that nothing jumps under the pointer. */
  changed(points) {
    for (const point of points) {
      const row = this.list.querySelector(`.voice-row[data-id="${CSS.escape(point.id)}"]`);
      if (row) row.replaceWith(this.row(point));
    }
    this.page.refresh();
  }

  keys() {
    const links = () => [...this.list.querySelectorAll('.voice-row > a')];
    const step = (by) => () => {
      const all = links();
      const from = all.findIndex((link) => link === document.activeElement || link.parentNode.classList.contains('is-open'));
      const next = all[Math.max(0, Math.min(all.length - 1, from + by))];
      if (this.voice.hidden) next?.focus();
      else next?.click();
      next?.scrollIntoView({ block: 'nearest' });
    };
    bind('j', t('key_next'), step(1));
    bind('k', t('key_previous'), step(-1));
    bind('Escape', null, () => !this.voice.hidden && this.close());
  }
}
