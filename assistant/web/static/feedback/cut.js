// Splitting a point: a bar stands between two characters, moved by the arrows or a press, Enter cuts there.
import { button, el, fill } from '../core/dom.js';
import { t } from '../core/words.js';
import { characterAt, characters } from './marked.js';

const ENDS = /[。.!?！？、,，;；\n]/;

export class Cut {
  /** words: the element that holds the point's words; onKeep(place) with the place in characters, onLeave(). */
  constructor(words, text, onKeep, onLeave) {
    this.chars = characters(text);
    Object.assign(this, { words, onKeep, onLeave, open: this.chars.length > 1 });
    if (!this.open) return;
    this.at = this.likely();
    words.classList.add('is-cutting');
    this.press = (event) => {
      const found = characterAt(words, event.clientX, event.clientY);
      if (found > 0 && found < this.chars.length) { this.at = found; this.draw(); }
    };
    words.addEventListener('click', this.press);
    this.bar = el('div', { class: 'cut-tools', role: 'group', 'aria-label': t('review_split') }, el('span', { class: 'quiet' }, t('cut_hint')),
      button(t('cut_keep'), () => this.keep(), { class: 'button small primary' }), button(t('cancel'), () => this.leave(), { class: 'quiet-button small' }));
    words.closest('.original').after(this.bar);
    this.draw();
  }

  /** The end of a clause nearest to the middle: there a second matter usually begins. */
  likely() {
    const middle = this.chars.length / 2;
    const ends = this.chars.map((c, k) => (ENDS.test(c) && k + 1 < this.chars.length ? k + 1 : 0)).filter(Boolean);
    return ends.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? Math.max(1, Math.round(middle));
  }

  draw() {
    const part = (from, to) => this.chars.slice(from, to).join('');
    fill(this.words, part(0, this.at), el('span', { class: 'cut-bar', 'aria-hidden': 'true' }), part(this.at));
  }

  /** One character; with Shift to the next end of a clause. */
  step(by, event) {
    if (!this.open) return;
    const inside = (k) => k > 0 && k < this.chars.length;
    let next = this.at + by;
    while (event.shiftKey && inside(next) && !ENDS.test(this.chars[next - 1])) next += by;
    if (inside(next)) this.at = next;
    this.draw();
  }

  keep() {
    this.open = false;
    this.onKeep(this.at);
  }

  leave() {
    this.open = false;
    this.words.removeEventListener('click', this.press);
    this.onLeave();
  }
}
