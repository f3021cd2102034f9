// Small charts of our own drawing: bars a week, and the overview a manager reads in ten seconds.
import { el } from '../core/dom.js';
import { iso, parse } from '../core/time.js';
import { lang, t } from '../core/words.js';
import { viewHref } from '../feedback.js';

const NS = 'http://www.w3.org/2000/svg';
const shortDay = new Intl.DateTimeFormat(lang === 'ja' ? 'ja-JP' : 'en-GB', { month: 'numeric', day: 'numeric' });

function svg(tag, props, ...children) {
  const node = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** One bar a week, the present one last; an empty week keeps a line so that time can be read. */
export function bars(weeks, label, { wide = false, top = 0 } = {}) {
  const [width, height, gap] = wide ? [640, 96, 6] : [120, 28, 2];
  const each = (width - gap * (weeks.length - 1)) / Math.max(1, weeks.length);
  const most = Math.max(1, top, ...weeks);
  const drawn = weeks.map((n, k) => {
    const tall = n ? Math.max(3, (height * n) / most) : 1;
    return svg('rect', { x: (k * (each + gap)).toFixed(1), y: (height - tall).toFixed(1), width: each.toFixed(1), height: tall.toFixed(1), rx: 1, class: n ? (k === weeks.length - 1 ? 'bar-now' : 'bar-week') : 'bar-none' },
      svg('title', {}, document.createTextNode(t('n_voices', { n }))));
  });
  return svg('svg', { class: wide ? 'bars bars-wide' : 'bars', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label }, ...drawn);
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** One sentence, then a line a department: its name, its weeks, how many, and how that changed. */
export function overview(told, page) {
  const names = [...new Set(told.weeks.flatMap((week) => Object.keys(week.counts)))];
  const of = names.map((name) => ({ name, weeks: told.weeks.map((week) => week.counts[name] ?? 0) }))
    .map((d) => ({ ...d, n: sum(d.weeks), change: change(d.weeks) })).filter((d) => d.n).sort((a, b) => b.n - a.n);
  const all = sum(of.map((d) => d.n));
  if (!all) return el('p', { class: 'none' }, t('overview_none'));
  const most = Math.max(...of.flatMap((d) => d.weeks));
  const first = told.weeks[0]?.from;
  return [
    el('p', { class: 'overview-lead' }, t('overview_lead', { weeks: told.weeks.length, n: all, department: (of.find((d) => d.name) ?? of[0]).name || t('voice_nobody'), most: (of.find((d) => d.name) ?? of[0]).n }), ' ', rising(of.filter((d) => d.name))),
    el('ul', { class: 'overview-rows' }, of.map((d) => {
      const query = d.name ? { department: d.name, state: 'all' } : { view: 'review' };
      return el('li', {}, page.follow(el('a', { class: 'overview-row', href: viewHref(query) }, el('span', { class: 'overview-name' }, d.name || t('voice_nobody')),
        bars(d.weeks, t('theme_bars', { n: d.n }), { top: most }), el('strong', { class: 'overview-n' }, d.n), changeMark(d.change)), query));
    })),
    first ? el('p', { class: 'overview-axis' }, t('overview_axis', { from: shortDay.format(parse(first)), to: shortDay.format(parse(iso(new Date()))) })) : null,
  ];
}

/** The last four weeks against the four before. */
function change(weeks) {
  return sum(weeks.slice(-4)) - sum(weeks.slice(-8, -4));
}

function changeMark(by) {
  if (!by) return el('span', { class: 'overview-change quiet' }, t('overview_same'));
  return el('span', { class: `overview-change ${by > 0 ? 'waiting' : 'done'}` }, t(by > 0 ? 'overview_more' : 'overview_fewer', { n: Math.abs(by) }));
}

function rising(of) {
  const up = [...of].sort((a, b) => b.change - a.change)[0];
  return up?.change > 0 ? t('overview_rising', { department: up.name, n: up.change }) : '';
}
