// The recording: play, place, speed, and leaving silence out. Below the bar a strip shows who speaks when.
import { el, fill, icon } from '../core/dom.js';
import { menuButton } from '../core/overlay.js';
import { clock } from '../core/time.js';
import { t } from '../core/words.js';

const SPEEDS = [0.8, 1, 1.25, 1.5, 2];
const SILENCE_S = 1.5;
const kept = (name, otherwise) => localStorage.getItem(`renkei.${name}`) ?? otherwise;

export class Player {
  constructor(here, meeting, spoken, colours) {
    this.here = here;
    this.length = meeting.duration_s;
    this.spoken = spoken;
    this.colours = colours;
    this.audio = el('audio', { preload: 'metadata', src: `/media/${encodeURIComponent(meeting.id)}` });
    this.skipping = kept('skip', '') === 'yes';
    this.build();
    this.listen();
    this.speed(Number(kept('speed', '1')));
  }

  build() {
    this.button = el('button', { type: 'button', class: 'play', 'aria-label': t('play'), onclick: () => this.toggle() }, icon('play'));
    this.bar = el('input', { type: 'range', class: 'seek', min: '0', max: String(this.length), step: '0.1', value: '0', 'aria-label': t('place') });
    this.strip = el('canvas', { class: 'strip', height: 6, 'aria-hidden': 'true' });
    this.now = el('span', { class: 'now' }, clock(0));
    this.rate = el('span', {}, '1.0×');
    const speeds = () => SPEEDS.map((value) => ({ label: `${value.toFixed(value % 0.5 ? 2 : 1)}×`, run: () => this.speed(value) }));
    this.skipButton = el('button', { type: 'button', class: 'quiet-button toggle', 'aria-pressed': String(this.skipping), onclick: () => this.skipSilence() }, t('skip_silence'));
    this.element = el('section', { class: 'player', 'aria-label': t('recording') }, this.audio, this.button,
      el('div', { class: 'track' }, this.bar, this.strip),
      el('span', { class: 'times' }, this.now, el('span', { class: 'total' }, ` / ${clock(this.length)}`)),
      menuButton(this.rate, speeds, { class: 'quiet-button speed', title: t('speed') }), this.skipButton);
  }

  listen() {
    const { audio, bar } = this;
    audio.addEventListener('timeupdate', () => this.moved());
    audio.addEventListener('play', () => this.playing(true));
    audio.addEventListener('pause', () => this.playing(false));
    audio.addEventListener('loadedmetadata', () => {
      if (Number.isFinite(audio.duration)) this.length = audio.duration;
      bar.max = String(this.length);
      this.element.querySelector('.total').textContent = ` / ${clock(this.length)}`;
      this.paint();
    });
    audio.addEventListener('error', () => this.element.classList.add('unplayable'));
    bar.addEventListener('input', () => this.moveTo(Number(bar.value)));
    new ResizeObserver(() => this.paint()).observe(this.strip);
    document.documentElement.addEventListener('renkei:theme', () => this.paint());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
  }

  toggle() {
    if (this.audio.paused) this.audio.play().catch(() => {});
    else this.audio.pause();
  }

  playFrom(seconds) {
    this.moveTo(seconds);
    this.audio.play().catch(() => {});
  }

  moveTo(seconds) {
    const go = () => { this.audio.currentTime = seconds; };
    if (this.audio.readyState > 0) go();
    else this.audio.addEventListener('loadedmetadata', go, { once: true });
    this.tell(seconds);
  }

  skip(by) {
    this.moveTo(Math.max(0, Math.min(this.length, this.audio.currentTime + by)));
  }

  speed(value) {
    this.audio.playbackRate = value;
    this.audio.preservesPitch = true;
    this.rate.textContent = `${value.toFixed(value % 0.5 ? 2 : 1)}×`;
    localStorage.setItem('renkei.speed', String(value));
  }

  skipSilence() {
    this.skipping = !this.skipping;
    this.skipButton.setAttribute('aria-pressed', String(this.skipping));
    localStorage.setItem('renkei.skip', this.skipping ? 'yes' : '');
  }

  moved() {
    const seconds = this.audio.currentTime;
    const next = this.skipping && !this.audio.paused ? this.silentUntil(seconds) : null;
    if (next !== null) this.audio.currentTime = next;
    this.tell(next ?? seconds);
  }

  /** Where speech goes on, if nobody speaks now nor for a while. */
  silentUntil(seconds) {
    const next = this.spoken.utterances.find((u) => u.end > seconds);
    if (!next || next.start - seconds < SILENCE_S) return null;
    return next.start - 0.3;
  }

  tell(seconds) {
    this.bar.value = String(seconds);
    this.bar.style.setProperty('--done', `${this.length ? (100 * seconds) / this.length : 0}%`);
    this.bar.setAttribute('aria-valuetext', clock(seconds));
    this.now.textContent = clock(seconds);
    this.here.dispatchEvent(new CustomEvent('time', { detail: { seconds } }));
  }

  playing(yes) {
    fill(this.button, icon(yes ? 'pause' : 'play'));
    this.button.setAttribute('aria-label', t(yes ? 'pause' : 'play'));
    this.element.classList.toggle('is-playing', yes);
  }

  paint() {
    const { strip } = this;
    const width = Math.round(strip.clientWidth * devicePixelRatio);
    if (!width || !this.length) return;
    strip.width = width;
    strip.height = Math.round(6 * devicePixelRatio);
    const pen = strip.getContext('2d');
    const style = getComputedStyle(strip);
    const seen = new Map();
    const probe = el('i');
    strip.after(probe);
    for (const u of this.spoken.utterances) {
      if (!seen.has(u.speaker)) {
        probe.style.color = this.colours.of(u.speaker);
        seen.set(u.speaker, getComputedStyle(probe).color || style.color);
      }
      pen.fillStyle = seen.get(u.speaker);
      pen.fillRect((u.start / this.length) * width, 0, Math.max(1, ((u.end - u.start) / this.length) * width), strip.height);
    }
    probe.remove();
  }
}
