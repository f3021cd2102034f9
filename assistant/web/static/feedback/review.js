// The review queue: one voice at a time, large, decided with one key; the next is there at once.
import { get } from '../core/api.js';
import { button, el, fill } from '../core/dom.js';
import { bind } from '../core/keys.js';
import { remember, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { viewHref } from '../feedback.js';
import { chooseDepartments, departments } from './choose.js';
import { Cut } from './cut.js';
import { folded, marked } from './marked.js';
import { afterCorrection } from './moved.js';
import { likeThis } from './pointcard.js';
import { Queue } from './queue.js';
import { honestyLine } from './honesty.js';
import { facts, tone, whoAndWhen } from './told.js';

const BUTTONS = 3;

export async function draw(host, page) {
  const review = new Review(host, page);
  await review.start();
}

class Review {
  constructor(host, page) {
    this.page = page;
    this.queue = new Queue({ onBack: () => this.show(), onTold: (told) => this.told(told), onCount: () => this.drawCount() });
    this.count = el('p', { class: 'review-count', role: 'status' });
    this.line = el('div', { class: 'moved-host' });
    this.card = el('article', { class: 'review-card', tabindex: '-1', 'aria-label': t('review_card') });
    this.acts = el('div', { class: 'review-acts' });
    fill(host, el('div', { class: 'review' }, this.count, this.card, this.acts, this.line));
    this.honesty = get('/api/feedback/honesty').catch(() => null);
  }

  async start() {
    this.keys();
    departments().catch(() => {});  // at hand when the list is asked for
    await this.queue.fill();
    this.honesty = await this.honesty;
    this.show();
  }

  get now() {
    return this.queue.items[0] ?? null;
  }

  show() {
    this.cut = null;
    this.drawCount();
    const item = this.now;
    this.page.page.classList.toggle('is-sorting', Boolean(item));
    if (!item) return void this.empty();
    const { message } = item;
    fill(this.card,
      el('p', { class: 'review-facts' }, facts(whoAndWhen(message.customer || message.date ? message : item), message.subject, item.story_size > 1 ? t('story_n', { n: item.story_size }) : '', tone(item))),
      marked(message, { current: item.id }), folded(message));
    fill(this.acts, this.choices(item), el('div', { class: 'review-why' }, el('p', {}, item.reason), honestyLine(this.honesty, item), likeThis(item)), this.others(item));
    this.card.focus({ preventScroll: true });
    this.card.scrollTop = 0;
    this.card.querySelector('.is-current')?.scrollIntoView({ block: 'nearest' });
    return undefined;
  }

  drawCount() {
    fill(this.count, this.queue.left ? t('review_left', { n: this.queue.left }) : '');
    this.page.counts.review = this.queue.left;
    this.page.drawTabs();
  }

  empty() {
    fill(this.acts);
    const { open } = this.page.counts;
    fill(this.card, el('div', { class: 'empty' }, el('p', {}, t(this.queue.decided ? 'review_finished' : 'review_empty', { n: this.queue.decided })),
      this.page.follow(el('a', { class: 'button primary', href: viewHref({}) }, t(open ? 'to_inbox_n' : 'to_inbox', { n: open })), {})));
  }

  choices(item) {
    const guesses = this.guesses(item);
    const buttons = guesses.map((name, k) => button([el('kbd', { 'aria-hidden': 'true' }, k + 1), el('span', {}, name)], () => this.pick(k),
      { class: `button review-choice${this.first(item) === name ? ' is-first' : ''}`, 'aria-keyshortcuts': String(k + 1) }));
    return el('div', { class: 'review-choices' }, buttons,
      button([el('kbd', { 'aria-hidden': 'true' }, 'O'), el('span', {}, t('review_other'))], () => this.other(), { class: 'button review-choice quiet', 'aria-keyshortcuts': 'o' }),
      button([el('kbd', { 'aria-hidden': 'true' }, 'N'), el('span', {}, t('choose_nobody'))], () => this.decide([]), { class: `button review-choice quiet${this.first(item) === '' ? ' is-first' : ''}`, 'aria-keyshortcuts': 'n' }));
  }

  /** The likeliest first; where the claim is that it is nobody's, Enter says so too. */
  guesses(item) {
    return (item.choices?.length ? item.choices : item.departments.map((d) => d.name)).slice(0, BUTTONS);
  }

  first(item) {
    if (item.grounds === 'nobody') return '';
    return this.guesses(item)[0] ?? null;
  }

  others(item) {
    const several = item.message.points.length > 1;
    const tool = (key, name, run, props = {}) => button([el('kbd', { 'aria-hidden': 'true' }, key), el('span', {}, t(name))], run, { class: 'quiet-button small', 'aria-keyshortcuts': key.toLowerCase(), ...props });
    return el('div', { class: 'review-tools' }, tool('S', 'review_split', () => this.split()), several ? tool('M', 'review_merge', () => this.merge()) : null,
      tool('L', 'review_later', () => this.later()), tool('Z', 'undo', () => this.undo(), { disabled: !this.queue.decided }),
      this.page.follow(el('a', { class: 'quiet-button small', href: viewHref({ id: item.message.id }) }, t('review_open')), { id: item.message.id }));
  }

  pick(k) {
    const name = this.now && this.guesses(this.now)[k];
    if (name) this.decide([name]);
  }

  accept() {
    const first = this.now ? this.first(this.now) : null;
    if (first !== null) this.decide(first ? [first] : []);
  }

  decide(departments) {
    if (!this.now) return;
    this.queue.decide(departments);
    remember(() => this.undo());
    this.show();
  }

  async other() {
    const item = this.now;
    if (!item) return;
    const chosen = await chooseDepartments({ heading: t('sort_to'), picked: [] });
    if (chosen && this.now === item) this.decide(chosen);
  }

  later() {
    if (!this.now) return;
    this.queue.snooze();
    remember(() => this.undo());
    toast(t('review_snoozed'));
    this.show();
  }

  async undo() {
    if (!(await this.queue.undo())) return;
    fill(this.line);
    this.show();
  }

  split() {
    if (!this.now) return;
    const words = this.card.querySelector('.is-current .point-words');
    this.cut = new Cut(words, this.now.text, (at) => this.queue.reshape((id) => [`${id}/split`, { at }]), () => this.show());
  }

  merge() {
    const { now } = this;
    if (!now) return;
    const order = [...now.message.points].sort((a, b) => a.start - b.start);
    const place = order.findIndex((p) => p.id === now.id);
    const other = order[place + 1] ?? order[place - 1];
    if (!other) return void toast(t('review_no_merge'));
    this.queue.reshape((id) => [`${id}/merge`, { other: other.id }]);
  }

  moved(points) {
    this.queue.drop(points.map((p) => p.id));
    this.show();
  }

  told(told) {
    afterCorrection(told, { host: this.line, onMoved: (points) => this.moved(points) });
  }

  keys() {
    // A key that is held down decides once.
    const unlessCutting = (run) => (event) => (event.repeat || this.cut?.open ? undefined : run());
    for (let k = 0; k < BUTTONS; k += 1) bind(String(k + 1), k ? null : t('key_choose'), unlessCutting(() => this.pick(k)));
    bind('Enter', t('key_accept_guess'), (event) => (event.repeat ? undefined : this.cut?.open ? this.cut.keep() : this.accept()));
    bind('o', t('review_other'), unlessCutting(() => this.other()));
    bind('n', t('choose_nobody'), unlessCutting(() => this.decide([])));
    bind('s', t('review_split'), unlessCutting(() => this.split()));
    bind('m', t('review_merge'), unlessCutting(() => this.merge()));
    bind('l', t('review_later'), unlessCutting(() => this.later()));
    bind('z', null, () => (this.cut?.open ? this.cut.leave() : this.undo()));
    bind('Escape', null, () => this.cut?.open && this.cut.leave());
    bind('ArrowLeft', null, (event) => this.cut?.step(-1, event));
    bind('ArrowRight', null, (event) => this.cut?.step(1, event));
  }
}
