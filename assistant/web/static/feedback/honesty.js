// How often a claim of this strength has been right lately. Few cases are said to be few.
import { el } from '../core/dom.js';
import { t } from '../core/words.js';

const ENOUGH = 10;

export function honestyLine(honesty, point) {
  const strength = point.departments[0]?.confidence;
  const level = [...(honesty?.levels ?? [])].sort((a, b) => b.from - a.from).find((l) => strength >= l.from);
  if (!level || strength === undefined) return null;
  return el('p', { class: 'quiet honesty' }, level.shown >= ENOUGH ? t('honesty_line', { of: level.shown, right: level.right }) : t('honesty_few', { n: level.shown }));
}

/** All levels as a small table with bars, and what went without a person. */
export function honestyTable(honesty) {
  if (!honesty?.of) return el('p', { class: 'none' }, t('honesty_none'));
  const per = (part) => (part === null || part === undefined ? '–' : percent(part));
  const percent = (part) => `${Math.round(part * 100)}%`;
  const rows = honesty.levels.filter((l) => l.shown).sort((a, b) => b.from - a.from);
  return [
    el('p', {}, t('honesty_auto', { auto: per(honesty.auto), right: per(honesty.auto_right), n: honesty.of })),
    el('table', { class: 'levels' }, el('caption', { class: 'hidden' }, t('honesty')),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('honesty_claim')), el('th', { scope: 'col' }, t('honesty_right')), el('th', { scope: 'col' }, el('span', { class: 'hidden' }, t('honesty'))))),
      el('tbody', {}, rows.map((l) => el('tr', {}, el('td', {}, t('honesty_from', { from: per(l.from) })), el('td', {}, t('honesty_of', { of: l.shown, right: l.right })),
        el('td', { class: 'level-bar' }, el('div', { class: 'bar', 'aria-hidden': 'true' }, el('div', { class: 'bar-fill', style: `width:${per(l.right / l.shown)}` }))))))),
  ];
}
