// Finding words in the transcript: marked where they stand, Enter goes from one to the next.
import { composing, el, icon } from '../core/dom.js';
import { t } from '../core/words.js';

const plain = (text) => text.normalize('NFKC').toLowerCase();

export class Finder {
  constructor(list, show) {
    Object.assign(this, { list, show, found: [], place: -1 });
    this.count = el('span', { class: 'find-count', role: 'status' });
    this.input = el('input', { type: 'search', class: 'find', placeholder: t('find_hint'), 'aria-label': t('find_hint') });
    this.element = el('div', { class: 'finder' }, icon('search'), this.input, this.count);
    let waiting = 0;
    this.input.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.look(), 120);
    });
    this.input.addEventListener('keydown', (event) => {
      if (composing(event)) return;
      if (event.key === 'Enter') this.go(event.shiftKey ? -1 : 1);
      if (event.key === 'Escape') { this.input.value = ''; this.look(); this.input.blur(); }
    });
  }

  look() {
    const wanted = plain(this.input.value.trim());
    const ranges = [];
    this.found = [];
    for (const text of wanted ? this.list.querySelectorAll('.u-text') : []) {
      const node = text.firstChild;
      const at = places(node?.data ?? '', wanted);
      if (at.length) this.found.push(text.closest('.u'));
      for (const [from, to] of at) {
        const range = new Range();
        range.setStart(node, from);
        range.setEnd(node, to);
        ranges.push(range);
      }
    }
    if (globalThis.Highlight) CSS.highlights.set('found', new Highlight(...ranges));
    this.count.textContent = wanted ? t('find_count', { n: this.found.length }) : '';
    this.place = -1;
    if (this.found.length) this.go(1);
  }

  go(by) {
    if (!this.found.length) return;
    this.place = (this.place + by + this.found.length) % this.found.length;
    this.count.textContent = `${this.place + 1} / ${this.found.length}`;
    this.show(this.found[this.place]);
  }
}

/** Where ``wanted`` stands in ``text``; width and case do not count while that keeps the length. */
function places(text, wanted) {
  let here = plain(text);
  if (here.length !== text.length) here = text.toLowerCase();
  const found = [];
  for (let from = here.indexOf(wanted); from >= 0; from = here.indexOf(wanted, from + wanted.length)) found.push([from, from + wanted.length]);
  return found;
}
