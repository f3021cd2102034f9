// One file on its way to the server, in slices: per cent, cancel, and going on after the line was lost.
import { at, get, post, put, remove } from './core/api.js';
import { button, composing, el, fill } from './core/dom.js';
import { fullDay } from './core/time.js';
import { lang, t } from './core/words.js';

const SLICE = 8 * 1024 * 1024;
const PATIENCE_MS = [1000, 2000, 4000, 8000, 15000];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Upload {
  constructor(file, series, again) {
    Object.assign(this, { file, series, again, told: {}, guess: {}, stop: new AbortController() });
    this.state = el('span', { class: 'job-state' }, t('upload_waits'));
    this.tools = el('span', { class: 'job-tools' }, button(t('cancel_job'), () => this.cancel(), { class: 'quiet-button small' }));
    this.bar = el('div', { class: 'bar-fill', style: 'width:0%' });
    this.track = el('div', { class: 'bar', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': '0', 'aria-label': file.name }, this.bar);
    this.chips = el('div', { class: 'guesses' });
    this.said = el('p', { class: 'job-error', hidden: true });
    this.live = el('div', {}, el('div', { class: 'job-head' }, el('span', { class: 'job-name' }, file.name), this.state, this.tools), this.track);
    this.element = el('li', { class: 'job upload' }, this.live, this.said, this.chips);
    this.ready = get('/api/guess', { name: file.name }).then((guess) => { this.guess = guess; this.drawChips(); }).catch(() => {});
  }

  drawChips() {
    const chip = (name, words, props = {}) => el('button', { type: 'button', class: 'guess', 'aria-label': t('change_guess', { field: t(name), value: words }), onclick: (event) => this.change(name, event.currentTarget, props) }, el('span', { class: 'guess-name' }, t(name)), words);
    const value = (name) => this.told[name] ?? this.guess[name] ?? '';
    fill(this.chips, chip('meeting_title', value('title') || this.file.name, { field: 'title' }), chip('date', value('date') ? fullDay(value('date')) : t('unknown'), { field: 'date', type: 'date' }), chip('series', value('series') || t('none_yet'), { field: 'series', list: this.series }));
  }

  change(name, chip, { field, type = 'text', list = null }) {
    const input = el('input', { class: 'inline-input', type, value: this.told[field] ?? this.guess[field] ?? '', 'aria-label': t(name), list: list ? 'series-names' : null });
    const keep = () => {
      if (!input.isConnected) return;
      this.told[field] = input.value.trim();
      this.drawChips();
      this.correct();
    };
    input.addEventListener('keydown', (event) => {
      if (composing(event)) return;
      if (event.key === 'Enter') { event.preventDefault(); keep(); }
      if (event.key === 'Escape') this.drawChips();
    });
    input.addEventListener('blur', keep);
    chip.replaceWith(input);
    if (list && !document.getElementById('series-names')) document.body.append(el('datalist', { id: 'series-names' }, list.map((s) => el('option', { value: s }))));
    input.focus();
  }

  /** Chips changed after the file has arrived change the meeting itself. */
  correct() {
    if (this.meeting) import('./core/api.js').then(({ patch }) => patch(at('', 'api', 'meetings', this.meeting), this.told)).catch((error) => this.fail(error));
  }

  async run() {
    if (this.stop.signal.aborted) return;
    try {
      if (!this.file.size) throw new Error(t('file_empty', { name: this.file.name }));
      const { upload, have } = this.upload ? await this.resume() : await post('/api/uploads', { name: this.file.name, size: this.file.size });
      this.upload = upload;
      await this.send(have);
      await this.ready;
      this.say(t('upload_arrived'));
      const { files } = await post(at('', 'api', 'uploads', upload, 'finish'), this.told);
      this.arrived(files[0]);
    } catch (error) {
      if (error.name !== 'AbortError') this.fail(error);
    }
  }

  async resume() {
    return { upload: this.upload, have: this.have ?? 0 };
  }

  async send(from) {
    let tries = 0;
    this.have = from;
    while (this.have < this.file.size) {
      this.progress(this.have / this.file.size);
      try {
        ({ have: this.have } = await put(at('', 'api', 'uploads', this.upload), this.file.slice(this.have, this.have + SLICE), { offset: this.have }, this.stop.signal));
        tries = 0;
      } catch (error) {
        if (error.status === 409 && error.body.have !== undefined) this.have = error.body.have;
        else if (error.status === 0 && tries < PATIENCE_MS.length) {
          this.say(t('upload_retries'));
          await pause(PATIENCE_MS[tries]);
          tries += 1;
        } else throw error;
      }
    }
    this.progress(1);
  }

  progress(part) {
    const per = Math.floor(part * 100);
    this.bar.style.width = `${per}%`;
    this.track.setAttribute('aria-valuenow', String(per));
    this.say(t('uploading', { per }));
  }

  say(words) {
    this.state.textContent = words;
  }

  arrived(file) {
    this.track.remove();
    if (file.status === 'failed') return this.fail(new Error(file.says?.[lang] ?? file.error));
    this.meeting = file.meeting;
    fill(this.tools, el('a', { class: 'button small', href: `/meeting?id=${encodeURIComponent(file.meeting)}` }, t('open')));
    this.say(t(`upload_${file.status === 'duplicate' ? 'duplicate' : 'taken'}`, { title: file.title ?? '' }));
    if (file.job) this.again.adopt(file.job, this.live);
    return undefined;
  }

  async cancel() {
    this.stop.abort();
    this.element.remove();
    if (this.upload) await remove(at('', 'api', 'uploads', this.upload)).catch(() => {});
  }

  fail(error) {
    this.said.textContent = error.message;
    this.said.hidden = false;
    this.element.classList.add('failed');
    this.say(t('job_failed'));
    fill(this.tools, button(t('try_again'), () => {
      this.said.hidden = true;
      this.element.classList.remove('failed');
      this.stop = new AbortController();
      if (!this.track.isConnected) { this.live.append(this.track); this.upload = null; }
      this.run();
    }, { class: 'button small' }), button(t('dismiss'), () => this.cancel(), { class: 'quiet-button small' }));
  }
}
