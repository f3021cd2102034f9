// The original message with its points marked. Places are counted in characters as the server counts them, where one
// outside the first plane (𠮷, an emoji) is one and not two.
import { el } from '../core/dom.js';
import { t } from '../core/words.js';

export const characters = (text) => Array.from(text);

/** Counted by the browser → counted in characters. */
export const toCharacters = (text, unit) => characters(text.slice(0, unit)).length;

/** All the text is shown; the points within it are marked and numbered where there are several. */
export function marked(message, { current = null, onPoint = null } = {}) {
  const chars = characters(message.text);
  const points = [...message.points].filter((p) => p.end > p.start).sort((a, b) => a.start - b.start);
  const parts = [];
  let at = 0;
  points.forEach((point, k) => {
    const start = Math.max(at, point.start);
    if (start >= point.end) return;
    parts.push(chars.slice(at, start).join(''));
    parts.push(markOf(point, chars.slice(start, point.end).join(''), points.length > 1 ? k + 1 : 0, { current, onPoint }));
    at = point.end;
  });
  parts.push(chars.slice(at).join(''));
  return el('div', { class: 'original', lang: message.lang }, parts);
}

function markOf(point, words, number, { current, onPoint }) {
  const kind = current ? (point.id === current ? ' is-current' : ' is-other') : '';
  const mark = el('mark', { class: `point-mark${kind}`, data: { id: point.id } },
    number ? el('span', { class: 'point-number', 'aria-label': t('point_n', { n: number }) }, number) : null,
    el('span', { class: 'point-words' }, words));
  if (onPoint) mark.addEventListener('click', () => onPoint(point));
  return mark;
}

/** Quoted mail and signatures: kept, folded away. */
export function folded(message) {
  if (!message.folded) return null;
  return el('details', { class: 'folded' }, el('summary', {}, t('voice_folded')), el('div', { class: 'folded-words', lang: message.lang }, message.folded));
}

/** Where a press in the text fell, counted in characters of ``node``'s own words; null outside of them. */
export function characterAt(node, x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const place = caret?.offsetNode ?? range?.startContainer;
  const offset = caret?.offset ?? range?.startOffset ?? 0;
  return place && node.contains(place) ? placeIn(node, place, offset) : null;
}

/** A place in a text node below ``node`` as a count of characters from its beginning. */
export function placeIn(node, place, offset) {
  const range = document.createRange();
  range.selectNodeContents(node);
  range.setEnd(place, offset);
  const around = range.cloneContents();
  around.querySelectorAll?.('.point-number, .cut-bar').forEach((extra) => extra.remove());
  return characters(around.textContent).length;
}
