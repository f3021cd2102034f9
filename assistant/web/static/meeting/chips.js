// Evidence as chips: the moment and who spoke. Pressing plays it, pointing at it marks the words.
import { el, icon } from '../core/dom.js';
import { clock } from '../core/time.js';
import { t } from '../core/words.js';

const MOST = 4;

/** Neighbouring utterances are one moment: [10, 11, 12, 20] → [[10, 11, 12], [20]]. */
export function moments(evidence) {
  const groups = [];
  for (const i of evidence) {
    const last = groups.at(-1);
    if (last && i - last.at(-1) <= 1) last.push(i);
    else groups.push([i]);
  }
  return groups;
}

export function chips(here, evidence, utterances, colours) {
  const groups = moments(evidence.filter((i) => utterances[i]));
  return el('div', { class: 'chips' }, groups.slice(0, MOST).map((group) => chip(here, group, utterances, colours)),
    groups.length > MOST ? el('span', { class: 'chips-more' }, t('more_n', { n: groups.length - MOST })) : null);
}

function chip(here, group, utterances, colours) {
  const first = utterances[group[0]];
  const timed = first.end > 0;
  const words = group.map((i) => utterances[i].text).join(' ');
  const node = el('button', {
    type: 'button', class: 'chip', title: words, data: { i: group[0] }, style: `--c:${colours.of(first.speaker)}`,
    'aria-label': t(timed ? 'chip_label' : 'chip_label_text', { time: clock(first.start), name: first.speaker || t('unknown_speaker'), words: words.slice(0, 80) }),
    onclick: () => here.dispatchEvent(new CustomEvent('play', { detail: { i: group[0] } })),
  }, icon('play'), timed ? el('span', { class: 'chip-time' }, clock(first.start)) : null,
  el('span', { class: 'chip-name' }, first.speaker || (timed ? '' : t('paragraph', { n: group[0] + 1 }))));
  const mark = (evidence) => () => here.dispatchEvent(new CustomEvent('mark', { detail: { evidence } }));
  node.addEventListener('mouseenter', mark(group));
  node.addEventListener('focus', mark(group));
  node.addEventListener('mouseleave', mark([]));
  node.addEventListener('blur', mark([]));
  return node;
}
