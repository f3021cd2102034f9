// The minutes: sections of lines, each with the moments it rests on, and the receipt of what they rest on in all.
import { at, get } from '../core/api.js';
import { button, el, fill } from '../core/dom.js';
import { clock, day } from '../core/time.js';
import { t } from '../core/words.js';
import { chips } from './chips.js';
import { addLine, lineElement } from './line.js';

const SECTIONS = ['summary', 'decisions', 'actions', 'open_questions', 'feedback', 'parked'];
const OWN_LINES = new Set(['decisions', 'actions', 'open_questions', 'feedback', 'parked']);

export class Minutes {
  constructor(here, meeting, spoken, colours) {
    Object.assign(this, { here, meeting, spoken, colours, data: null, cursor: null });
    this.body = el('div', { class: 'minutes-body', data: { scrolls: '' }, lang: meeting.lang, tabindex: '0', 'aria-label': t('panel_minutes') });
    this.state = el('span', { class: 'state' });
    this.element = el('section', { class: 'panel panel-minutes', 'aria-label': t('panel_minutes') },
      el('header', { class: 'panel-head' }, el('h2', {}, t('panel_minutes')), this.state), this.body);
    here.addEventListener('cursor', ({ detail: { i } }) => { this.cursor = i; });
    here.addEventListener('named', () => this.load());
  }

  async load() {
    if (!this.spoken.utterances.length) this.spoken = await get(at('', 'api', 'meetings', this.meeting.id, 'transcript'));
    if (!this.spoken.utterances.length) return fill(this.body, el('p', { class: 'none' }, t('minutes_empty')));
    try {
      this.take(await get(at('', 'api', 'meetings', this.meeting.id, 'minutes')));
    } catch (error) {
      fill(this.body, el('p', { class: 'none' }, error.message));
    }
    return undefined;
  }

  take(data) {
    this.data = data;
    this.draw();
    this.here.dispatchEvent(new CustomEvent('minutes'));
  }

  busy(yes) {
    this.element.classList.toggle('busy', yes);
    this.element.setAttribute('aria-busy', String(yes));
  }

  draw() {
    const { data } = this;
    this.state.textContent = t(`minutes_${data.status}`);
    this.state.className = `state ${data.status === 'approved' ? 'done' : 'waiting'}`;
    const sections = SECTIONS.map((kind) => this.section(kind));
    const some = SECTIONS.some((kind) => data[kind]?.some((line) => line.state !== 'rejected'));
    fill(this.body, data.notes.map((note) => el('p', { class: 'note' }, note)),
      some ? null : el('p', { class: 'none' }, t('minutes_no_lines')), sections, this.closed(), this.next(), this.rejected(), this.receipt());
  }

  section(kind) {
    const lines = (this.data[kind] ?? []).filter((line) => line.state !== 'rejected');
    if (!lines.length && !OWN_LINES.has(kind)) return null;
    const list = el('ul', { class: 'lines' }, lines.map((line) => lineElement(this, kind, line)));
    const more = OWN_LINES.has(kind) ? button(t('add_line'), () => addLine(this, kind, list), { class: 'add-line', 'aria-label': t('add_line_to', { section: t(`section_${kind}`) }) }) : null;
    return el('section', { class: `section${lines.length ? '' : ' section-empty'}`, data: { kind } },
      el('h3', {}, t(`section_${kind}`), more), list);
  }

  chips(evidence) {
    return chips(this.here, evidence, this.spoken.utterances, this.colours);
  }

  closed() {
    const closed = this.data.closed_actions;
    if (!closed.length) return null;
    return el('section', { class: 'section' }, el('h3', {}, t('section_closed')),
      el('ul', { class: 'lines' }, closed.map((item) => el('li', { class: 'line' }, el('p', { class: 'line-text' }, item.task ?? t('closed_action')), this.chips(item.evidence)))));
  }

  next() {
    const after = this.data.next_meeting;
    if (!after) return null;
    return el('section', { class: 'section' }, el('h3', {}, t('section_next')),
      el('div', { class: 'line' }, el('p', { class: 'line-text' }, day(after.date), after.time ? ` ${after.time}` : ''), this.chips(after.evidence)));
  }

  rejected() {
    const out = SECTIONS.flatMap((kind) => (this.data[kind] ?? []).filter((line) => line.state === 'rejected').map((line) => [kind, line]));
    if (!out.length) return null;
    return el('details', { class: 'rejected' }, el('summary', {}, t('rejected_n', { n: out.length })),
      el('ul', { class: 'lines' }, out.map(([kind, line]) => lineElement(this, kind, line))));
  }

  receipt() {
    const { coverage } = this.data;
    const timed = coverage.to > 0;
    const unheard = coverage.unheard ?? [];
    return el('footer', { class: 'receipt' },
      t(timed ? 'receipt' : 'receipt_text', { n: coverage.utterances, from: clock(coverage.from), to: clock(coverage.to) }),
      timed && unheard.length ? [' ', el('details', { class: 'unheard' }, el('summary', {}, t('unheard_n', { n: unheard.length })),
        el('ul', {}, unheard.map((gap) => el('li', {}, button(`${clock(gap.start)}–${clock(gap.end)}`, () => this.here.dispatchEvent(new CustomEvent('hear', { detail: gap })), { class: 'link' }), ' ', t(`gap_${gap.reason.replaceAll(' ', '_')}`)))))] : null);
  }
}
