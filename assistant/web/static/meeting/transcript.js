// What was said. Rows stand in groups of a hundred that the browser lays out only when they come into view.
import { at, patch, post } from '../core/api.js';
import { el, fill, iconButton } from '../core/dom.js';
import { clock } from '../core/time.js';
import { failed, toast } from '../core/toast.js';
import { lang, t } from '../core/words.js';
import { Finder } from './finder.js';
import { editText } from './editor.js';
import { nameSpeaker } from './speaker.js';

const GROUP = 100;

export class Transcript {
  constructor(here, meeting, spoken, colours, player) {
    Object.assign(this, { here, meeting, colours, player, cursor: 0, rows: [], marked: [] });
    this.list = el('div', { class: 'utterances', data: { scrolls: '' }, lang: meeting.lang, tabindex: '0', 'aria-label': t('panel_transcript') });
    this.finder = new Finder(this.list, (row) => this.show(Number(row.dataset.i)));
    this.element = el('section', { class: 'panel panel-transcript', 'aria-label': t('panel_transcript') },
      el('header', { class: 'panel-head' }, el('h2', {}, t('panel_transcript')), this.finder.element), this.list);
    this.replace(spoken);
  }

  get count() {
    return this.utterances.length;
  }

  replace(spoken) {
    this.utterances = spoken.utterances;
    this.timed = this.utterances.some((u) => u.end > 0);
    this.rows = this.utterances.map((u, k) => this.row(u, this.utterances[k - 1]));
    const groups = [];
    for (let k = 0; k < this.rows.length; k += GROUP) groups.push(el('div', { class: 'group' }, this.rows.slice(k, k + GROUP)));
    fill(this.list, groups.length ? groups : el('p', { class: 'none' }, t('transcript_empty')));
  }

  row(u, before) {
    const same = before && before.speaker === u.speaker;
    const row = el('div', { class: `u${same ? ' same' : ''}${u.doubtful ? ' doubtful' : ''}`, data: { i: u.i }, style: `--c:${this.colours.of(u.speaker)}` });
    fill(row,
      this.timed ? el('button', { type: 'button', class: 'u-time', tabindex: '-1', 'aria-label': t('play_from', { time: clock(u.start) }), onclick: () => this.play(u.i) }, clock(u.start)) : null,
      el('div', { class: 'u-body' }, same ? null : this.name(u), this.words(u)),
      iconButton('pen', t('edit_utterance'), () => this.edit(u.i), { class: 'icon-button quiet-button u-edit', tabindex: '-1' }));
    return row;
  }

  name(u) {
    return el('button', { type: 'button', class: 'u-speaker', tabindex: '-1', title: t('name_speaker'), onclick: (event) => nameSpeaker(this, u, event.currentTarget) },
      el('span', { class: 'dot', 'aria-hidden': 'true' }), el('span', { class: 'u-name' }, u.speaker || t('unknown_speaker')),
      u.department ? el('span', { class: 'u-department' }, u.department) : null);
  }

  words(u) {
    const words = el('p', { class: 'u-text', title: u.doubtful ? t('doubtful_words') : null }, u.text,
      u.edited ? el('span', { class: 'edited-mark', title: t('edited_by_hand') }, t('edited_mark')) : null);
    words.addEventListener('click', () => {
      if (getSelection().isCollapsed) this.play(u.i);
    });
    words.addEventListener('dblclick', () => this.edit(u.i));
    return words;
  }

  redraw(i) {
    for (const k of [i, i + 1]) {
      if (!this.rows[k]) continue;
      const fresh = this.row(this.utterances[k], this.utterances[k - 1]);
      fresh.classList.toggle('cursor', k === this.cursor);
      this.rows[k].replaceWith(fresh);
      this.rows[k] = fresh;
    }
  }

  /** Played where it stands: rows must not move under the pointer, or a double click would hit another one. */
  play(i) {
    this.here.dispatchEvent(new CustomEvent('play', { detail: { i, inPlace: true } }));
  }

  startOf(i) {
    return this.utterances[i]?.start ?? 0;
  }

  /** The last utterance that has begun at this second. */
  at(seconds) {
    let [low, high] = [0, this.utterances.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.utterances[middle].start <= seconds + 0.05) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  follow(seconds) {
    const i = this.at(seconds);
    if (i !== this.cursor || !this.rows[i]?.classList.contains('cursor')) this.point(i, !this.editing);
  }

  show(i) {
    this.point(i, true);
  }

  step(by) {
    this.point(Math.max(0, Math.min(this.utterances.length - 1, this.cursor + by)), true);
  }

  point(i, scroll) {
    this.rows[this.cursor]?.classList.remove('cursor');
    this.cursor = i;
    const row = this.rows[i];
    if (!row) return;
    row.classList.add('cursor');
    if (scroll) this.reveal(row);
    this.here.dispatchEvent(new CustomEvent('cursor', { detail: { i } }));
  }

  reveal(row) {
    const [box, list] = [row.getBoundingClientRect(), this.list.getBoundingClientRect()];
    if (box.top < list.top + 24 || box.bottom > list.bottom - 48) row.scrollIntoView({ block: 'center' });
  }

  mark(evidence) {
    for (const i of this.marked) this.rows[i]?.classList.remove('marked');
    for (const i of evidence) this.rows[i]?.classList.add('marked');
    this.marked = evidence;
  }

  edit(i = this.cursor) {
    const u = this.utterances[i];
    if (!u || this.editing) return;
    this.player?.audio.pause();
    this.point(i, true);
    this.editing = true;
    editText(this.rows[i].querySelector('.u-text'), u.text, {
      label: t('edit_utterance'),
      save: (text) => this.change(u, { text }, t('utterance_saved')),
      leave: () => { this.editing = false; this.redraw(i); },
    });
  }

  async change(u, changes, said) {
    try {
      Object.assign(u, await patch(at('', 'api', 'meetings', this.meeting.id, 'utterances', u.i), changes));
      this.redraw(u.i);
      toast(said, { undo: () => this.undo(u) });
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  }

  async undo(u) {
    try {
      Object.assign(u, await post(at('', 'api', 'meetings', this.meeting.id, 'utterances', u.i, 'undo')));
      this.redraw(u.i);
    } catch (error) {
      failed(error);
    }
  }

  get language() {
    return this.meeting.lang || lang;
  }
}
