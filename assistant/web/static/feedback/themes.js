// What customers keep saying: an overview to be read in ten seconds, then each theme in their own words.
import { at, get, post } from '../core/api.js';
import { button, el, fill, icon, params } from '../core/dom.js';
import { dialog, form, menuButton } from '../core/overlay.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { viewHref } from '../feedback.js';
import { bars, overview } from './chart.js';
import { departments } from './choose.js';
import { voiceRow } from './row.js';
import { facts } from './told.js';

const WEEKS = 12;

export async function draw(host, page) {
  const theme = params().get('theme');
  if (theme) await new ThemePage(host, page, theme).load();
  else await new Themes(host, page).load();
}

class Themes {
  constructor(host, page) {
    Object.assign(this, { host, page, department: params().get('department') ?? '' });
    this.select = el('select', { class: 'filter', 'aria-label': t('filter_department') }, el('option', { value: '' }, t('all_departments')));
    this.over = el('section', { class: 'part overview', 'aria-label': t('overview') });
    this.list = el('div', { class: 'themes' });
    fill(host, this.over, el('div', { class: 'filters themes-filters' }, el('h2', {}, t('view_themes')), this.select, this.exports()), this.list);
    this.select.addEventListener('change', () => {
      this.department = this.select.value;
      history.replaceState(null, '', viewHref({ view: 'themes', department: this.department }));
      this.loadThemes();
    });
  }

  async load() {
    const named = departments().then((all) => {
      this.select.append(...all.map((d) => el('option', { value: d.name }, d.name)));
      this.select.value = this.department;
    }).catch(failed);
    const over = get('/api/feedback/overview', { weeks: WEEKS }).then((told) => fill(this.over, overview(told, this.page))).catch(failed);
    await Promise.all([named, over, this.loadThemes()]);
  }

  async loadThemes() {
    try {
      const { themes } = await get('/api/feedback/themes', { department: this.department, weeks: WEEKS });
      fill(this.list, themes.length ? el('ul', { class: 'rows' }, themes.map((theme) => this.row(theme))) : el('p', { class: 'none' }, t('themes_none')));
    } catch (error) {
      failed(error);
    }
  }

  row(theme) {
    const query = { view: 'themes', theme: theme.id };
    const link = el('a', { class: 'theme-row', href: viewHref(query) },
      el('span', { class: 'theme-name' }, theme.name, el('span', { class: 'row-facts' }, facts(themeFacts(theme)))),
      bars(theme.weeks, t('theme_bars', { n: theme.weeks.reduce((a, b) => a + b, 0) })),
      el('span', { class: 'theme-people' }, theme.emerging ? el('span', { class: 'quiet' }, t('theme_emerging')) : el('strong', {}, t('people_n', { n: theme.customers }))));
    return el('li', {}, this.page.follow(link, query));
  }

  exports() {
    const link = (format, label) => ({ label, download: true, href: `/api/feedback/export?${new URLSearchParams({ format, ...(this.department ? { department: this.department } : {}) })}` });
    return menuButton([t('export'), icon('down')], () => [link('csv', t('table_csv')), link('xlsx', 'Excel (.xlsx)')]);
  }
}

function themeFacts(theme) {
  const { positive = 0, negative = 0 } = theme.sentiment;
  return [theme.departments.join(t('list_comma')), negative ? t('n_complaints', { n: negative }) : '', positive ? t('n_praise', { n: positive }) : '',
    theme.open ? el('span', { class: 'waiting' }, t('theme_open', { n: theme.open })) : el('span', { class: 'done' }, t('theme_none_open')), theme.done ? el('span', { class: 'done' }, theme.done.note || t('theme_is_done')) : ''];
}

class ThemePage {
  constructor(host, page, id) {
    Object.assign(this, { host, page, id });
  }

  async load() {
    const back = this.page.follow(el('a', { class: 'back-link', href: viewHref({ view: 'themes' }) }, icon('back'), t('to_themes')), { view: 'themes' });
    try {
      const { theme, points } = await get(at('', 'api', 'feedback', 'themes', this.id));
      document.title = `${theme.name} · Renkei`;
      fill(this.host, back, el('header', { class: 'theme-head' },
        el('div', {}, el('h2', { class: 'theme-title' }, theme.name),
          el('p', { class: 'row-facts' }, facts(t('theme_counts', { people: theme.customers, voices: theme.messages }), themeFacts(theme)))),
        button(t('theme_solve'), () => this.solve(theme), { class: 'button', id: 'solve-theme' })),
      bars(theme.weeks, t('theme_bars', { n: theme.messages }), { wide: true }),
      el('ul', { class: 'rows voice-list' }, points.map((point) => voiceRow(point, viewHref({ id: point.message, point: point.id }), () => this.page.go({ id: point.message, point: point.id, state: 'all' })))));
    } catch (error) {
      fill(this.host, back, el('p', { class: 'none' }, error.message));
    }
  }

  async solve(theme) {
    const filled = await form(t('theme_solve'), [['note', t('theme_note'), '', { maxlength: '300' }]], t('theme_solve_now'));
    if (!filled) return;
    try {
      const { tell } = await post(at('', 'api', 'feedback', 'themes', this.id, 'done'), { note: filled.note.trim() });
      this.tell(theme, tell);
    } catch (error) {
      failed(error);
    }
  }

  /** Everyone behind it, to be told. */
  tell(theme, tell) {
    const copy = async () => {
      await navigator.clipboard.writeText(tell.map((one) => one.customer || t('voice_no_name')).join('\n'));
      toast(t('names_copied'));
    };
    const box = dialog(t('tell_title', { n: tell.length }), el('p', {}, t('tell_lead')),
      el('ul', { class: 'choose-list' }, tell.map((one) => {
        const id = one.message?.id ?? one.message;
        return el('li', { class: 'tell-row' }, el('a', { href: viewHref({ id }) }, one.customer || t('voice_no_name')), el('span', { class: 'row-facts' }, one.message?.text ?? one.text ?? ''));
      })),
      el('footer', { class: 'dialog-foot' }, button(t('names_copy'), copy), button(t('close'), () => box.close(), { class: 'button primary' })));
    box.classList.add('choose');
    box.addEventListener('close', () => this.load());
  }
}
