// One agenda as it will be read: items in order with their reason, minutes that add up, what was left out below.
import { get, patch, post } from './core/api.js';
import { button, el, fill, icon, params } from './core/dom.js';
import { form, menuButton } from './core/overlay.js';
import { day } from './core/time.js';
import { failed, toast } from './core/toast.js';
import { t } from './core/words.js';
import { itemElement } from './agendaitem.js';

export async function draw(stage) {
  const page = new AgendaPage(stage, params().get('series') ?? '', params().get('date'));
  try {
    page.take(await get('/api/agenda', page.query()));
  } catch (error) {
    fill(stage, el('div', { class: 'page' }, el('h1', { class: 'page-title' }, page.series || t('title_agenda')), el('div', { class: 'empty' }, el('p', {}, error.message), el('a', { class: 'button', href: '/agendas' }, t('to_agendas')))));
  }
}

class AgendaPage {
  constructor(stage, series, date) {
    Object.assign(this, { stage, series, date, data: null });
    this.page = el('div', { class: 'page agenda' });
    document.title = `${series} · Renkei`;
  }

  query() {
    return { series: this.series, date: this.date };
  }

  take(data, focus) {
    this.data = data;
    if (!this.page.isConnected) fill(this.stage, this.page);
    fill(this.page, this.head(), data.notes.map((note) => el('p', { class: 'note' }, note)), this.items(), this.adder(), this.leftOut());
    if (focus) this.page.querySelector(`[data-id="${CSS.escape(focus)}"]`)?.focus();
  }

  /** One change on the server; the page shows what came back. Changes go out one after the other, in order. */
  change(call, { focus, said, undo } = {}) {
    this.queue = (this.queue ?? Promise.resolve()).then(async () => {
      try {
        this.take(await call(), focus);
        if (said) toast(said, { undo });
        return true;
      } catch (error) {
        failed(error);
        return false;
      }
    });
    return this.queue;
  }

  item(id, changes, more) {
    return this.change(() => patch(`/api/agenda/items/${encodeURIComponent(id)}`, changes, this.query()), { focus: id, ...more });
  }

  move(id, position, more = {}) {
    return this.change(() => post(`/api/agenda/items/${encodeURIComponent(id)}/move`, { position }, this.query()), { focus: id, ...more });
  }

  head() {
    const a = this.data;
    const over = a.total_minutes > a.length_minutes;
    return el('header', { class: 'agenda-head' },
      el('div', {}, el('h1', { class: 'page-title' }, a.series),
        el('p', { class: 'meeting-facts' },
          button([a.date ? day(a.date) : t('choose_date'), a.date && a.time ? ` ${a.time}` : ''], () => this.editMeeting(), { class: 'quiet-button inline', title: t('edit_meeting') }),
          el('span', { class: over ? 'late' : '' }, t(over ? 'sum_over' : 'sum', { n: a.total_minutes, length: a.length_minutes, over: a.total_minutes - a.length_minutes })))),
      el('div', { class: 'meeting-tools' }, this.exports(), this.more(), this.approval()),
      el('div', { class: `fit${over ? ' over' : ''}`, 'aria-hidden': 'true' }, el('div', { style: `width:${Math.min(100, (100 * a.total_minutes) / Math.max(1, a.length_minutes))}%` })));
  }

  approval() {
    if (this.data.status === 'approved') return el('span', { class: 'state done' }, icon('check'), t('agenda_approved'));
    return button(t('approve'), () => this.approve(true), { class: 'button primary', id: 'approve' });
  }

  approve(approved) {
    return this.change(() => post('/api/agenda/approve', { approved }, this.query()), {
      said: t(approved ? 'agenda_is_approved' : 'agenda_is_draft'), undo: approved ? () => this.approve(false) : undefined,
    });
  }

  exports() {
    const link = (format, label) => ({ label, download: true, href: `/api/export/agenda?${new URLSearchParams({ series: this.series, format, ...(this.date ? { date: this.date } : {}) })}` });
    return menuButton([t('export'), icon('down')], [link('docx', 'Word (.docx)'), link('md', 'Markdown'), link('ics', t('calendar_ics'))]);
  }

  more() {
    const items = () => [
      { label: t('edit_meeting'), run: () => this.editMeeting() },
      { label: t('draft_again'), run: () => this.change(() => post('/api/agenda/draft', {}, this.query()), { said: t('drafted_again') }) },
      this.data.status === 'approved' ? { label: t('back_to_draft'), run: () => this.approve(false) } : null,
      { label: t('series_meetings'), href: `/meetings?series=${encodeURIComponent(this.series)}` },
    ].filter(Boolean);
    return menuButton(icon('more'), items, { class: 'icon-button quiet-button', 'aria-label': t('more') });
  }

  async editMeeting() {
    const a = this.data;
    const filled = await form(t('edit_meeting'), [
      ['date', t('date'), a.date ?? '', { type: 'date' }], ['time', t('start'), a.time ?? '', { type: 'time' }],
      ['length_minutes', t('length_minutes'), a.length_minutes, { type: 'number', min: '5', max: '600' }],
    ], t('keep'));
    if (!filled) return;
    const changes = Object.fromEntries(Object.entries({ ...filled, length_minutes: Number(filled.length_minutes) }).filter(([, value]) => value));
    this.change(() => patch('/api/agenda', changes, this.query()));
  }

  items() {
    const { items } = this.data;
    if (!items.length) return el('p', { class: 'none' }, t('agenda_empty'));
    return el('ol', { class: 'agenda-items', lang: this.data.lang }, items.map((item, k) => itemElement(this, item, k)));
  }

  adder() {
    const topic = el('input', { type: 'text', class: 'adder', placeholder: t('add_item'), 'aria-label': t('add_item'), maxlength: '300' });
    const send = async (event) => {
      event.preventDefault();
      const words = topic.value.trim();
      if (words && (await this.change(() => post('/api/agenda/items', { topic: words }, this.query())))) this.page.querySelector('.adder')?.focus();
    };
    return el('form', { class: 'adder-row', onsubmit: send }, topic, el('button', { type: 'submit', class: 'button' }, t('add')));
  }

  leftOut() {
    const out = this.data.left_out ?? [];
    if (!out.length) return null;
    return el('details', { class: 'rejected' }, el('summary', {}, t('left_out_n', { n: out.length })),
      el('ul', { class: 'rows' }, out.map((item) => el('li', { class: 'left-out' }, el('span', { class: 'row-main' }, item.topic, el('span', { class: 'row-facts' }, item.why_text)),
        button(t('put_back'), () => this.item(item.id, { left_out: false }), { class: 'button small' })))));
  }
}
