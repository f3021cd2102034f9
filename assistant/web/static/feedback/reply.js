// The answer to the customer: drafted, written over, approved by a person, taken away, marked as sent.
import { at, post, store } from '../core/api.js';
import { button, el, fill, icon } from '../core/dom.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';

export function replyPart(voice, told) {
  return new ReplyPart(voice, told).element;
}

class ReplyPart {
  constructor(voice, told) {
    this.voice = voice;
    this.message = told.message;
    this.reply = told.reply;
    this.element = el('section', { class: 'reply' });
    this.draw();
  }

  path(...verb) {
    return at('', 'api', 'feedback', 'messages', this.message.id, ...verb);
  }

  draw(notes = []) {
    const { reply, message } = this;
    this.field = el('textarea', { class: 'reply-text', rows: '7', 'aria-label': t('reply'), lang: message.lang, maxlength: '20000', placeholder: t('reply_hint') }, reply?.text ?? '');
    this.field.addEventListener('input', () => this.drawTools(true));
    this.tools = el('div', { class: 'reply-tools' });
    fill(this.element, el('h3', {}, t('reply'), this.state()), notes.map((note) => el('p', { class: 'note' }, note)), this.field, this.tools);
    this.drawTools(false);
  }

  state() {
    if (this.message.answered) return el('span', { class: 'state done' }, icon('check'), t('answered'));
    return this.reply?.text ? el('span', { class: `state ${this.reply.state === 'approved' ? 'done' : 'waiting'}` }, t(`reply_${this.reply.state}`)) : null;
  }

  drawTools(changed) {
    const { reply, message } = this;
    const written = Boolean(this.field.value.trim());
    const approved = ['approved', 'sent'].includes(reply?.state) && !changed;
    fill(this.tools,
      written ? null : button(t('reply_draft_it'), (event) => this.draft(event.currentTarget), { class: 'button small', id: 'draft-reply' }),
      written && changed ? button(t('keep'), () => this.save(false), { class: 'button small' }) : null,
      written && !approved ? button(t('approve'), () => this.save(true), { class: 'button small', id: 'approve-reply' }) : null,
      written ? button(t('copy'), () => this.copy(), { class: 'button small' }) : null,
      approved ? el('a', { class: 'button small', href: this.path('reply', 'file'), download: '' }, t('reply_file')) : null,
      button(t(message.answered ? 'answered_not' : 'answered_set'), () => this.answered(!message.answered), { class: 'button small', id: 'mark-answered' }));
  }

  async draft(press) {
    press.disabled = true;
    press.textContent = t('reply_drafting');
    try {
      const { notes = [], ...reply } = await post(this.path('reply', 'draft'));
      this.reply = reply;
      this.draw(notes);
    } catch (error) {
      failed(error);
      this.drawTools(false);
    }
  }

  /** What was typed stays in the field when it could not be kept. */
  async save(approve) {
    try {
      const kept = await store(this.path('reply'), { text: this.field.value, approve });
      this.reply = kept.reply;
      this.draw();
      toast(t(approve ? 'reply_is_approved' : 'reply_saved'));
    } catch (error) {
      failed(error);
    }
  }

  async copy() {
    await navigator.clipboard.writeText(this.field.value);
    toast(t('reply_copied'));
  }

  async answered(yes) {
    try {
      if (this.field.value !== (this.reply?.text ?? '')) await this.save(false);
      const told = await post(this.path('answered'), { answered: yes });
      this.message.answered = told.answered;
      this.reply = told.reply ?? this.reply;
      this.draw();
      toast(t(yes ? 'answered_said' : 'answered_taken_back'), yes ? { undo: () => this.answered(false) } : {});
      this.voice.onChange([]);
    } catch (error) {
      failed(error);
    }
  }
}
