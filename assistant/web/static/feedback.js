// What customers say. Inbox, sorting, themes, imports and rules share one page; each has an address of its own.
import { get } from './core/api.js';
import { button, el, fill, params } from './core/dom.js';
import { forgetKeys } from './core/keys.js';
import { failed } from './core/toast.js';
import { t } from './core/words.js';

export { filesOf } from './add.js';

const VIEWS = ['inbox', 'review', 'themes', 'imports', 'rules'];
let page = null;

export async function draw(stage) {
  page = new FeedbackPage(stage);
  addEventListener('popstate', () => page.show());
  await page.show();
}

/** Files dropped on the page are voices to take in. */
export async function openHere(files) {
  await page.go({ view: 'imports' });
  (await import('./feedback/imports.js')).take(files);
}

export const viewHref = (query) => {
  const found = Object.entries(query).filter(([name, value]) => value && !(name === 'view' && value === 'inbox'));
  return found.length ? `/feedback?${new URLSearchParams(found)}` : '/feedback';
};

class FeedbackPage {
  constructor(stage) {
    this.tabs = el('nav', { class: 'subnav', 'aria-label': t('feedback_views') });
    this.body = el('div', { class: 'feedback-body' });
    this.page = el('div', { class: 'page feedback' },
      el('header', { class: 'feedback-head' }, el('h1', { class: 'page-title' }, t('title_feedback')),
        button(t('voices_add'), () => this.go({ view: 'imports' }), { class: 'button primary', id: 'add-voices' })), this.tabs, this.body);
    fill(stage, this.page);
    this.counts = { review: 0, open: 0, late: 0, departments: [] };
  }

  get view() {
    const wanted = params().get('view');
    return VIEWS.includes(wanted) ? wanted : 'inbox';
  }

  /** To another view; the address can be sent to a colleague, Back leads back. */
  async go(query) {
    history.pushState(null, '', viewHref(query));
    await this.show();
  }

  async show() {
    forgetKeys();
    const { view } = this;
    document.title = `${t(`view_${view}`)} · ${t('title_feedback')} · Renkei`;
    this.page.dataset.view = view;
    this.page.querySelector('#add-voices').hidden = view === 'imports' || view === 'review';
    this.drawTabs();
    this.refresh();
    try {
      const { draw: drawView } = await import(`./feedback/${view}.js`);
      if (this.view === view) await drawView(this.body, this);
    } catch (error) {
      failed(error);
    }
  }

  /** The counts on the tabs; views that change them ask for it. */
  async refresh() {
    try {
      this.counts = await get('/api/feedback/counts');
      this.drawTabs();
      this.page.dispatchEvent(new Event('renkei:counts'));
    } catch (error) {
      failed(error);
    }
    return this.counts;
  }

  drawTabs() {
    const count = { review: this.counts.review, inbox: this.counts.open };
    fill(this.tabs, VIEWS.map((view) => {
      const link = el('a', { class: 'subnav-link', href: viewHref({ view }), 'aria-current': view === this.view ? 'page' : null },
        t(`view_${view}`), count[view] ? el('span', { class: 'count' }, count[view]) : null);
      this.follow(link, { view });
      return link;
    }));
  }

  /** A link within the page is followed without loading it anew; new tabs and the like stay the browser's. */
  follow(link, query) {
    link.addEventListener('click', (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.go(query);
    });
    return link;
  }
}
