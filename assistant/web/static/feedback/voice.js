// A voice that is open: what the customer wrote with its points marked, who has to do what, the answer.
import { at, get, post } from '../core/api.js';
import { button, el, fill, iconButton } from '../core/dom.js';
import { day } from '../core/time.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { utteranceHref } from '../search.js';
import { folded, marked, placeIn } from './marked.js';
import { pointCard } from './pointcard.js';
import { replyPart } from './reply.js';
import { storyPart } from './story.js';
import { facts } from './told.js';

export class Voice {
  /** onChange(points) after any change, onClose(), onOpen(message id) for another voice of the same happening. */
  constructor(host, id, { onChange, onClose, onOpen }) {
    Object.assign(this, { host, id, onChange, onClose, onOpen });
    host.dataset.id = id;
  }

  async load(point = null) {
    try {
      const told = await get(at('', 'api', 'feedback', 'messages', this.id));
      if (this.host.dataset.id !== this.id) return;
      this.take(told);
      this.host.scrollTop = 0;
      if (point) this.show(point);
    } catch (error) {
      fill(this.host, this.bar(), el('p', { class: 'none' }, error.message));
    }
  }

  take(told) {
    this.told = told;
    const { message } = told;
    this.text = el('div', { class: 'original-host' });
    this.cards = el('ul', { class: 'point-cards' });
    fill(this.host, this.bar(), el('h2', { class: 'voice-title' }, message.subject || message.customer || t('voice_no_name')),
      el('p', { class: 'voice-meta' }, this.meta(message)), this.text, folded(message),
      el('h3', {}, t('voice_points', { n: message.points.length })), this.cards,
      storyPart(this, told), replyPart(this, told));
    this.drawPoints();
  }

  bar() {
    return el('div', { class: 'voice-bar' }, button(t('back_to_list'), () => this.onClose(), { class: 'quiet-button small voice-back' }),
      iconButton('share', t('copy_link'), () => this.copyLink()), iconButton('cross', t('close'), () => this.onClose(), { class: 'icon-button quiet-button voice-close' }));
  }

  meta(message) {
    const where = message.meeting ? el('a', { href: utteranceHref(message.meeting, message.utterances[0] ?? 0) }, t('voice_from_meeting')) : t(`channel_${message.channel}`);
    return facts(message.subject ? message.customer : '', where, day(message.date), message.answered ? el('span', { class: 'done' }, t('answered_on', { date: day(message.answered.slice(0, 10)) })) : '');
  }

  async copyLink() {
    await navigator.clipboard.writeText(`${location.origin}/feedback?id=${encodeURIComponent(this.id)}`);
    toast(t('link_copied'));
  }

  drawPoints() {
    const { message } = this.told;
    const text = marked(message, { onPoint: (point) => this.show(point.id) });
    this.offerToAdd(text);
    fill(this.text, text);
    const shown = [...message.points].sort((a, b) => a.start - b.start);
    fill(this.cards, shown.length ? shown.map((point, k) => pointCard(this, point, shown.length > 1 ? k + 1 : 0)) : el('li', { class: 'none' }, t('voice_no_points')));
  }

  show(point) {
    const card = this.cards.querySelector(`[data-id="${CSS.escape(point)}"]`);
    card?.scrollIntoView({ block: 'nearest' });
    this.host.querySelectorAll('.is-shown').forEach((node) => node.classList.remove('is-shown'));
    this.host.querySelectorAll(`[data-id="${CSS.escape(point)}"]`).forEach((node) => node.classList.add('is-shown'));
  }

  /** Words that no point covers can be chosen and become one. */
  offerToAdd(text) {
    const offer = button(t('point_add'), () => {}, { class: 'button small', hidden: true, id: 'add-point' });
    text.addEventListener('pointerup', () => setTimeout(() => {
      const chosen = getSelection();
      const within = chosen.rangeCount && !chosen.isCollapsed && text.contains(chosen.anchorNode) && text.contains(chosen.focusNode);
      offer.hidden = !within;
      if (!within) return;
      const range = chosen.getRangeAt(0);
      const [start, end] = [placeIn(text, range.startContainer, range.startOffset), placeIn(text, range.endContainer, range.endOffset)];
      offer.onclick = () => this.change(() => post(at('', 'api', 'feedback', 'messages', this.id, 'points'), { start, end }), t('point_added'));
    }));
    this.text.after(offer);
    this.offer?.remove();
    this.offer = offer;
  }

  /** A change on the server that answers with points; the voice shows what came back. */
  async change(call, said = '', undo = null) {
    try {
      const told = await call();
      const points = told.points ?? [told.point ?? told];
      this.merge(points, Boolean(told.points));
      this.onChange(points);
      if (said) toast(said, undo ? { undo: () => this.change(undo) } : {});
      return told;
    } catch (error) {
      failed(error);
      return null;
    }
  }

  merge(points, whole) {
    const { message } = this.told;
    message.points = whole ? points.filter((p) => p.message === this.id) : message.points.map((old) => points.find((p) => p.id === old.id) ?? old);
    this.drawPoints();
  }
}
