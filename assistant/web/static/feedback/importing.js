// One file of voices on its way in: sent in slices, its columns checked, read with progress, a receipt that adds up.
import { at, get, post, put, remove } from '../core/api.js';
import { button, el, fill } from '../core/dom.js';
import { left } from '../core/time.js';
import { t } from '../core/words.js';
import { columnsForm } from './columns.js';
import { receiptParts, undoImport } from './receipt.js';

const SLICE = 8 * 1024 * 1024;
const EVERY_MS = 600;
const PATIENCE_MS = [1000, 2000, 4000, 8000];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Importing {
  /** again() runs when something has been taken in or taken back. */
  constructor(file, again) {
    Object.assign(this, { file, again, stop: new AbortController() });
    this.state = el('span', { class: 'job-state' }, t('upload_waits'));
    this.tools = el('span', { class: 'job-tools' }, button(t('cancel_job'), () => this.cancel(), { class: 'quiet-button small' }));
    this.fillBar = el('div', { class: 'bar-fill', style: 'width:0%' });
    this.bar = el('div', { class: 'bar', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': '0', 'aria-label': file.name }, this.fillBar);
    this.body = el('div', { class: 'import-body' });
    this.element = el('section', { class: 'job import', 'aria-label': file.name }, el('div', { class: 'job-head' }, el('span', { class: 'job-name' }, file.name), this.state, this.tools), this.bar, this.body);
  }

  /** An import that goes on from an earlier visit. */
  static resume(receipt, again) {
    const one = new Importing({ name: receipt.name }, again);
    one.batch = receipt.batch;
    one.follow().catch((error) => one.fail(error));
    return one;
  }

  path(...verb) {
    return at('', 'api', 'feedback', 'uploads', this.upload, ...verb);
  }

  async run() {
    if (this.stop.signal.aborted) return;
    try {
      if (!this.file.size) throw new Error(t('file_empty', { name: this.file.name }));
      ({ upload: this.upload } = await post('/api/feedback/uploads', { name: this.file.name, size: this.file.size }));
      await this.send();
      this.say(t('upload_arrived'));
      const columns = await post(this.path('columns'));
      const mapping = columns.header?.length ? await this.ask(columns) : null;
      if (this.stop.signal.aborted) return;
      const { batch } = await post(this.path('finish'), { mapping });
      this.batch = batch;
      await this.follow();
    } catch (error) {
      if (error.name !== 'AbortError') this.fail(error);
    }
  }

  async send() {
    let have = 0;
    let tries = 0;
    while (have < this.file.size) {
      this.progress(have / this.file.size, t('uploading', { per: Math.floor((100 * have) / this.file.size) }));
      try {
        ({ have } = await put(this.path(), this.file.slice(have, have + SLICE), { offset: have }, this.stop.signal));
        tries = 0;
      } catch (error) {
        if (error.status === 409 && error.body.have !== undefined) have = error.body.have;
        else if (error.status === 0 && tries < PATIENCE_MS.length) {
          this.say(t('upload_retries'));
          await pause(PATIENCE_MS[tries]);
          tries += 1;
        } else throw error;
      }
    }
  }

  /** The guessed columns with the first rows; answers with the mapping a person agreed to. */
  ask(columns) {
    this.say(t('columns_check'));
    this.bar.hidden = true;
    return new Promise((answer) => {
      const form = columnsForm(columns, (mapping) => {
        fill(this.body);
        this.bar.hidden = false;
        answer(mapping);
      });
      fill(this.body, form);
      this.stop.signal.addEventListener('abort', () => answer(null));
      form.querySelector('button[type=submit]').focus({ preventScroll: true });
    });
  }

  async follow() {
    for (;;) {
      const now = await get(at('', 'api', 'feedback', 'imports', this.batch));
      if (now.state !== 'running') return this.finished(now);
      const part = now.total ? Math.min(1, now.done / now.total) : 0;
      this.progress(part, [t(now.step === 'joining' ? 'import_joining' : 'import_reading', { n: now.done }), now.total ? `${Math.floor(100 * part)}%` : '', left(now.eta_s)].filter(Boolean).join(' · '));
      await pause(EVERY_MS);
    }
  }

  finished(receipt) {
    this.bar.hidden = true;
    const words = { done: 'import_done', cancelled: 'job_cancelled', failed: 'job_failed' }[receipt.state] ?? 'import_done';
    this.say(t(words), receipt.state === 'failed' ? 'failed' : 'done');
    fill(this.tools, receipt.messages ? button(t('import_undo'), async () => { if (await undoImport(receipt)) { this.element.remove(); this.again(); } }, { class: 'quiet-button small' }) : null,
      button(t('dismiss'), () => this.element.remove(), { class: 'quiet-button small' }));
    fill(this.body, receipt.error ? el('p', { class: 'job-error' }, receipt.error) : null, receiptParts(receipt, { review: true }));
    this.again();
  }

  progress(part, words) {
    const per = Math.floor(part * 100);
    this.fillBar.style.width = `${per}%`;
    this.bar.setAttribute('aria-valuenow', String(per));
    this.say(words);
  }

  say(words, kind = '') {
    this.state.textContent = words;
    this.state.className = `job-state ${kind}`;
  }

  async cancel() {
    this.stop.abort();
    if (this.batch) return void post(at('', 'api', 'feedback', 'imports', this.batch, 'cancel')).catch((error) => this.fail(error));
    this.element.remove();
    if (this.upload) await remove(this.path()).catch(() => {});
    return undefined;
  }

  fail(error) {
    this.bar.hidden = true;
    this.say(t('job_failed'), 'failed');
    fill(this.body, el('p', { class: 'job-error' }, error.message));
    fill(this.tools, button(t('try_again'), () => {
      fill(this.body);
      this.bar.hidden = false;
      this.batch = null;
      this.run();
    }, { class: 'button small' }), button(t('dismiss'), () => this.cancel(), { class: 'quiet-button small' }));
  }
}
