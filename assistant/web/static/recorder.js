// Recording at this computer: what is heard is shown as it moves, and the finished recording is added like any file.
import { button, el, fill } from './core/dom.js';
import { clock } from './core/time.js';
import { toast } from './core/toast.js';
import { t } from './core/words.js';

const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

export class Recorder {
  constructor(finished) {
    this.finished = finished;
    this.pieces = [];
    this.level = el('div', { class: 'bar-fill', style: 'width:0%' });
    this.time = el('span', { class: 'record-time' }, clock(0));
    this.tools = el('span', { class: 'job-tools' });
    this.element = el('section', { class: 'recorder', 'aria-label': t('record') }, el('div', { class: 'job-head' }, el('span', { class: 'record-dot', 'aria-hidden': 'true' }), el('span', { class: 'job-name' }, t('recording_now')), this.time, this.tools), el('div', { class: 'bar', 'aria-hidden': 'true' }, this.level));
    this.start();
  }

  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      toast(t('no_microphone'), { error: true });
      return this.element.remove();
    }
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.recorder = new MediaRecorder(this.stream, { mimeType });
    this.recorder.addEventListener('dataavailable', ({ data }) => data.size && this.pieces.push(data));
    this.recorder.addEventListener('stop', () => this.done());
    this.recorder.start(5000);
    this.began = performance.now();
    fill(this.tools, button(t('stop_recording'), () => this.recorder.stop(), { class: 'button primary small', id: 'stop-recording' }), button(t('discard'), () => { this.discarded = true; this.recorder.stop(); }, { class: 'quiet-button small' }));
    addEventListener('beforeunload', (this.guard = (event) => event.preventDefault()));
    this.meter();
    return undefined;
  }

  meter() {
    const sound = new AudioContext();
    const analyser = sound.createAnalyser();
    analyser.fftSize = 512;
    sound.createMediaStreamSource(this.stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    this.ticking = setInterval(() => {
      analyser.getByteTimeDomainData(samples);
      this.level.style.width = `${Math.min(100, Math.max(...samples.map((s) => Math.abs(s - 128))) * 1.2)}%`;
      this.time.textContent = clock((performance.now() - this.began) / 1000);
    }, 100);
    this.sound = sound;
  }

  done() {
    clearInterval(this.ticking);
    this.sound.close();
    this.stream.getTracks().forEach((track) => track.stop());
    removeEventListener('beforeunload', this.guard);
    this.element.remove();
    if (this.discarded || !this.pieces.length) return;
    const type = this.recorder.mimeType.split(';')[0];
    const now = new Date();
    const stamp = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
    const name = `${t('recording')} ${stamp} ${String(now.getHours()).padStart(2, '0')}${String(now.getMinutes()).padStart(2, '0')}.${type.split('/')[1]}`;
    this.finished(new File([new Blob(this.pieces, { type })], name, { type }));
  }
}
