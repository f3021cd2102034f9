// Dates and times as people say them. A date is "2026-09-05", a moment is seconds from the start of a recording.
import { lang, t } from './words.js';

const DAY = 86400000;
const locale = lang === 'ja' ? 'ja-JP' : 'en-GB';
const dayParts = { month: lang === 'ja' ? 'long' : 'short', day: 'numeric', weekday: 'short' };

export function parse(iso) {
  const [year, month, day] = iso.split('-').map(Number);
  return new Date(year, month - 1, day);
}

export function today() {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

export const iso = (date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

export const daysAway = (text) => Math.round((parse(text) - today()) / DAY);

/** 「9月12日(土)」 / "Sat 12 Sep"; the year where it is another one. */
export function fullDay(text) {
  const date = parse(text);
  const far = date.getFullYear() !== today().getFullYear();
  const said = new Intl.DateTimeFormat(locale, { ...dayParts, ...(far ? { year: 'numeric' } : {}) }).format(date);
  return lang === 'en' ? said.replace(',', '') : said;
}

/** Today, tomorrow and yesterday by name. */
export function day(text) {
  if (!text) return '';
  const away = daysAway(text);
  if (away === 0) return t('today');
  if (away === 1) return t('tomorrow');
  if (away === -1) return t('yesterday');
  return fullDay(text);
}

/** The same within a sentence: "by tomorrow". */
export const dayWithin = (text) => (text && Math.abs(daysAway(text)) < 2 ? day(text).toLowerCase() : day(text));

export const month = (text) =>
  new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' }).format(parse(text));

/** 12:31, or 1:02:03. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(m).padStart(h ? 2 : 1, '0')}:${String(s).padStart(2, '0')}`;
  return h ? `${h}:${tail}` : tail;
}

/** How long something takes, roughly: 「42分」「1時間10分」. */
export function length(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return t('seconds', { n: Math.max(1, Math.round(seconds)) });
  if (minutes < 60) return t('minutes_n', { n: minutes });
  return t('hours_minutes', { h: Math.floor(minutes / 60), m: minutes % 60 });
}

export function left(seconds) {
  if (seconds === null || seconds === undefined) return '';
  return seconds < 50 ? t('left_soon') : t('left_minutes', { n: Math.max(1, Math.round(seconds / 60)) });
}

export function stamp(text) {
  return new Intl.DateTimeFormat(locale, { ...dayParts, hour: '2-digit', minute: '2-digit', hour12: false })
    .format(new Date(text)).replace(',', '');
}
