// Taking voices in: files dropped or chosen, text pasted; past imports with their receipts; mail that could not be read.
import { get, post } from '../core/api.js';
import { button, el, fill, icon } from '../core/dom.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { Importing } from './importing.js';
import { receiptRow } from './receipt.js';
import { tray } from './tray.js';

const ACCEPTED = '.csv,.tsv,.xlsx,.jsonl,.ndjson,.json,.txt,.eml,.mbox,.md';
let open = null;

export async function draw(host, page) {
  open = new Imports(host, page);
  await open.load();
}

/** Files dropped anywhere on the page of customers' voices. */
export function take(files) {
  open?.take(files);
}

class Imports {
  constructor(host, page) {
    this.page = page;
    this.here = [];
    const picker = el('input', { type: 'file', multiple: true, hidden: true, id: 'voice-picker', accept: ACCEPTED });
    picker.addEventListener('change', () => {
      this.take([...picker.files]);
      picker.value = '';
    });
    this.now = el('div', { class: 'importing', 'aria-live': 'polite' });
    this.past = el('section', { class: 'part' });
    this.tray = el('section', { class: 'part' });
    fill(host, el('div', { class: 'drop' }, icon('file'), el('p', { class: 'drop-lead' }, t('voices_drop')), el('p', { class: 'drop-note' }, t('voices_drop_note')),
      el('div', { class: 'drop-ways' }, button(t('choose_files'), () => picker.click(), { class: 'button primary', id: 'choose-voices' }), button(t('voices_paste'), () => this.paste(), { id: 'paste-voice' }))),
    picker, this.now, this.past, this.tray);
  }

  take(files) {
    for (const file of files) {
      const one = new Importing(file, () => this.load());
      this.here.push(one);
      this.now.append(one.element);
      // One after the other, so that the voices of the second find those of the first.
      this.queue = (this.queue ?? Promise.resolve()).then(() => one.run()).catch(failed);
    }
  }

  /** What runs already, from an earlier visit or another window, is shown as it goes on. */
  resume(receipt) {
    if (this.here.some((one) => one.batch === receipt.batch)) return;
    const one = Importing.resume(receipt, () => this.load());
    this.here.push(one);
    this.now.append(one.element);
  }

  async load() {
    this.page.refresh();
    try {
      const [{ receipts }, { items }] = await Promise.all([get('/api/feedback/imports'), get('/api/feedback/unreadable')]);
      const past = receipts.filter((receipt) => receipt.state !== 'running');
      receipts.filter((receipt) => receipt.state === 'running').forEach((receipt) => this.resume(receipt));
      fill(this.past, el('h2', {}, t('imports_past')), past.length ? el('ul', { class: 'rows' }, past.map((receipt) => receiptRow(receipt, () => this.load()))) : el('p', { class: 'none' }, t('imports_none')));
      fill(this.tray, tray(items, () => this.load()));
    } catch (error) {
      failed(error);
    }
  }

  paste() {
    if (this.now.querySelector('.paste')) return void this.now.querySelector('.paste textarea').focus();
    const text = el('textarea', { rows: '6', 'aria-label': t('paste_text'), placeholder: t('paste_text'), maxlength: '200000', required: true });
    const customer = el('input', { type: 'text', 'aria-label': t('field_customer'), placeholder: t('field_customer'), autocomplete: 'off', maxlength: '200' });
    const channel = el('select', { 'aria-label': t('field_channel') }, ['phone', 'email', 'form', 'review', 'social', 'other'].map((name) => el('option', { value: name }, t(`channel_${name}`))));
    const date = el('input', { type: 'date', 'aria-label': t('date') });
    const keep = el('button', { type: 'submit', class: 'button primary' }, t('paste_keep'));
    const box = el('form', { class: 'paste' }, text, el('div', { class: 'paste-facts' }, customer, channel, date),
      el('div', { class: 'paste-foot' }, keep, button(t('cancel'), () => box.remove(), { class: 'quiet-button' })));
    box.addEventListener('submit', async (event) => {
      event.preventDefault();
      keep.disabled = true;
      try {
        const { message } = await post('/api/feedback/messages', { text: text.value, customer: customer.value.trim(), channel: channel.value, date: date.value || null });
        box.remove();
        toast(t('paste_kept', { n: message.points.length }), { action: { label: t('open'), run: () => this.page.go({ id: message.id }) } });
        this.page.refresh();
      } catch (error) {
        failed(error);
        keep.disabled = false;
      }
    });
    this.now.prepend(box);
    text.focus();
    return undefined;
  }
}
