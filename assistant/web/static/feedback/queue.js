// What waits to be sorted, and decisions on their way to the server: shown at once, sent one after the other, put back
// where one could not be kept.
import { at, get, post } from '../core/api.js';
import { failed } from '../core/toast.js';

const AHEAD = 20;
const LOW = 8;
const path = (id, ...verb) => at('', 'api', 'feedback', 'points', id, ...verb);

export class Queue {
  /** onBack: something came back to the front; onTold(answer) after a correction; onCount: the number left changed. */
  constructor({ onBack, onTold, onCount }) {
    Object.assign(this, { onBack, onTold, onCount, items: [], gone: new Set(), done: [], left: 0, waiting: 0, sending: Promise.resolve(), filling: null });
  }

  get decided() {
    return this.done.length;
  }

  /** Ask for more; what was decided meanwhile does not come back. */
  fill() {
    this.filling ??= this.ask().finally(() => { this.filling = null; });
    return this.filling;
  }

  async ask() {
    await this.sending;
    try {
      const { points, total } = await get('/api/feedback/review', { limit: AHEAD });
      const here = new Set(this.items.map((item) => item.id));
      const fresh = points.filter((item) => !here.has(item.id) && !this.gone.has(item.id));
      this.items.push(...fresh);
      // Decisions made since the request went out are no longer waiting.
      this.left = Math.max(this.items.length, total - points.filter((item) => this.gone.has(item.id)).length);
      this.onCount();
    } catch (error) {
      failed(error);
    }
  }

  decide(departments) {
    const item = this.items[0];
    // While further decisions wait behind this one, nobody reads what it would move: that is looked at after the last.
    this.act(item, (more) => post(path(item.id, 'correct'), { departments, effect: !more }));
  }

  snooze() {
    const item = this.items[0];
    this.act(item, () => post(path(item.id, 'snooze'), { until: null }));
  }

  act(item, call) {
    this.items.shift();
    this.gone.add(item.id);
    this.left = Math.max(this.items.length, this.left - 1);
    const entry = { item, kept: true };
    this.done.push(entry);
    this.waiting += 1;
    this.sending = this.sending.then(async () => {
      this.waiting -= 1;
      try {
        this.onTold(await call(this.waiting > 0));
      } catch (error) {
        entry.kept = false;
        this.done.splice(this.done.indexOf(entry), 1);
        this.back(item);
        failed(error);
      }
    });
    if (this.items.length < LOW && this.left > this.items.length) this.fill().then(() => this.items.length && this.onCount());
    if (!this.items.length && this.left) this.fill().then(() => this.onBack());
  }

  back(item) {
    this.gone.delete(item.id);
    this.items.unshift(item);
    this.left += 1;
    this.onBack();
  }

  /** The newest decision is taken back, on the server too; true when there was one. */
  async undo() {
    const entry = this.done.pop();
    if (!entry) return false;
    this.gone.delete(entry.item.id);
    this.items.unshift(entry.item);
    this.left += 1;
    this.sending = this.sending.then(async () => {
      if (!entry.kept) return;
      try {
        await post(path(entry.item.id, 'undo'));
      } catch (error) {
        failed(error);
      }
    });
    return true;
  }

  /** A split or a merge: the points of the message are new ones, those still to be sorted come to the front. */
  async reshape(verb) {
    const item = this.items[0];
    const [way, body] = verb(item.id);
    await this.sending;
    try {
      const { points } = await post(`/api/feedback/points/${way.split('/').map(encodeURIComponent).join('/')}`, body);
      const message = { ...item.message, points };
      const fresh = points.filter((p) => p.review).map((p) => ({ ...p, message, choices: this.choices(p, item) }));
      const before = this.items.length;
      this.items = [...fresh, ...this.items.filter((other) => other.message.id !== message.id)];
      this.left = Math.max(this.items.length, this.left + this.items.length - before);
    } catch (error) {
      failed(error);
    }
    this.onBack();
  }

  choices(point, item) {
    const first = point.departments.map((d) => d.name);
    return [...first, ...(item.choices ?? []).filter((name) => !first.includes(name))];
  }

  drop(ids) {
    const moved = new Set(ids);
    const before = this.items.length;
    this.items = this.items.filter((item) => !moved.has(item.id));
    ids.forEach((id) => this.gone.add(id));
    this.left = Math.max(this.items.length, this.left - ids.length);
    if (before && this.items.length < LOW && this.left > this.items.length) this.fill().then(() => this.onBack());
  }
}
