// A conversation with the records. Answers arrive as they are written; chips play the moment without leaving the page.
import { at, get, lines } from './core/api.js';
import { button, composing, el, fill, icon, iconButton, params } from './core/dom.js';
import { clock, day } from './core/time.js';
import { failed } from './core/toast.js';
import { t } from './core/words.js';
import { momentHref, utteranceHref } from './search.js';

export async function draw(stage) {
  const talk = new Talk(stage);
  await talk.prepare();
  const asked = params().get('q');
  if (asked && !talk.turns.childElementCount) talk.ask(asked);
}

class Talk {
  constructor(stage) {
    this.id = params().get('c') ?? crypto.randomUUID().replaceAll('-', '').slice(0, 16);
    this.scope = { series: params().get('series') ?? '', meeting: params().get('meeting') ?? '', department: '' };
    this.turns = el('div', { class: 'turns', 'aria-live': 'polite' });
    this.start = el('div', { class: 'ask-start' });
    this.scopes = el('div', { class: 'scopes' });
    this.field = el('textarea', { class: 'ask-field', rows: 1, placeholder: t('ask_hint'), 'aria-label': t('ask_hint'), maxlength: '2000' });
    this.sound = el('audio', { preload: 'none' });
    const form = el('form', { class: 'ask-form', onsubmit: (event) => { event.preventDefault(); this.ask(this.field.value); } },
      this.scopes, el('div', { class: 'ask-row' }, this.field, el('button', { type: 'submit', class: 'button primary icon-only', 'aria-label': t('send') }, icon('send'))));
    fill(stage, el('div', { class: 'page ask' }, el('div', { class: 'ask-head' }, el('h1', { class: 'page-title' }, t('title_ask')), this.again()), this.start, this.turns, this.sound, form));
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || composing(event)) return;
      event.preventDefault();
      this.ask(this.field.value);
    });
    this.field.addEventListener('input', () => this.grow());
  }

  again() {
    return el('a', { class: 'button small new-talk', href: '/ask' }, t('new_talk'));
  }

  grow() {
    this.field.style.height = 'auto';
    this.field.style.height = `${Math.min(this.field.scrollHeight + 2, 180)}px`;
  }

  async prepare() {
    try {
      const [{ turns }, { series }, { departments }, { questions }] = await Promise.all([
        params().get('c') ? get(at('', 'api', 'conversations', this.id)) : { turns: [] }, get('/api/series'), get('/api/organisation'),
        get('/api/suggestions', { series: this.scope.series, meeting: this.scope.meeting })]);
      this.drawScopes(series.filter((s) => s.name), departments);
      if (!turns.length) this.drawStart(questions);
      for (const turn of turns) this.turns.append(el('article', { class: 'turn' }, asked(turn.question), answered(this, turn)));
      if (this.scope.meeting) await this.nameMeeting();
    } catch (error) {
      failed(error);
    }
    this.field.focus();
  }

  async nameMeeting() {
    const { meeting } = await get(at('', 'api', 'meetings', this.scope.meeting));
    const chip = el('button', { type: 'button', class: 'scope on', onclick: () => { this.scope.meeting = ''; chip.remove(); } }, meeting.title, ' ×');
    this.scopes.prepend(chip);
  }

  drawScopes(series, departments) {
    const select = (name, all, names) => {
      const field = el('select', { class: 'scope', 'aria-label': t(name) }, el('option', { value: '' }, all), names.map((value) => el('option', { value }, value)));
      field.value = this.scope[name];
      const mark = () => field.classList.toggle('on', Boolean(field.value));
      field.addEventListener('change', () => { this.scope[name] = field.value; mark(); });
      mark();
      return field;
    };
    fill(this.scopes, el('span', { class: 'scopes-label' }, t('scope')), select('series', t('all_series'), series.map((s) => s.name)), select('department', t('all_departments'), departments.map((d) => d.name)));
  }

  drawStart(questions) {
    fill(this.start, el('p', { class: 'lead' }, t(questions.length ? 'ask_lead' : 'ask_empty')),
      el('ul', { class: 'suggestions' }, questions.map((question) => el('li', {}, button(question, () => this.ask(question), { class: 'suggestion' })))));
  }

  async ask(words) {
    const question = words.trim();
    if (!question || this.busy) return;
    this.busy = true;
    this.start.replaceChildren();
    this.field.value = '';
    this.grow();
    const text = el('p', { class: 'answer-text waiting-dots' });
    const turn = el('article', { class: 'turn' }, asked(question), el('div', { class: 'answer', 'aria-busy': 'true' }, text));
    this.turns.append(turn);
    turn.scrollIntoView({ block: 'start', behavior: 'smooth' });
    try {
      for await (const event of lines('/api/ask', { question, conversation: this.id, ...this.scope })) this.hear(event, turn, text);
    } catch (error) {
      this.broke(turn, question, error.message);
    }
    this.busy = false;
    this.field.focus();
  }

  hear(event, turn, text) {
    if (event.type === 'text') {
      text.classList.remove('waiting-dots');
      text.append(event.text);
    } else if (event.type === 'done') {
      turn.lastChild.replaceWith(answered(this, event));
      history.replaceState(null, '', `/ask?c=${this.id}`);
    } else if (event.type === 'error') this.broke(turn, turn.querySelector('.question').textContent, event.error);
  }

  broke(turn, question, sentence) {
    turn.lastChild.replaceWith(el('div', { class: 'answer' }, el('p', { class: 'answer-error', role: 'alert' }, sentence), button(t('ask_again'), () => { turn.remove(); this.ask(question); }, { class: 'button small' })));
  }

  /** Play a citation where it stands; a meeting without a recording is opened instead. */
  async play(citation, chip) {
    const playing = chip.classList.contains('is-playing');
    document.querySelectorAll('.cite.is-playing').forEach((other) => other.classList.remove('is-playing'));
    this.sound.pause();
    if (playing) return;
    const source = `/media/${encodeURIComponent(citation.meeting)}`;
    if (this.sound.getAttribute('src') !== source) this.sound.src = source;
    this.sound.onerror = () => location.assign(utteranceHref(citation.meeting, citation.i));
    const begin = () => { this.sound.currentTime = citation.start; };
    if (this.sound.readyState > 0) begin();
    else this.sound.addEventListener('loadedmetadata', begin, { once: true });
    chip.classList.add('is-playing');
    this.sound.onended = this.sound.onpause = () => chip.classList.remove('is-playing');
    await this.sound.play().catch(() => {});
  }
}

const asked = (question) => el('h2', { class: 'question' }, question);

function answered(talk, answer) {
  const cites = (list) => el('ol', { class: 'cites' }, list.map((citation) => cite(talk, citation)));
  return el('div', { class: 'answer' },
    answer.abstained ? el('p', { class: 'answer-text' }, t('not_in_records')) : el('p', { class: 'answer-text' }, answer.answer),
    (answer.notes ?? []).map((note) => el('p', { class: 'note' }, note)),
    answer.citations.length ? cites(answer.citations) : null,
    answer.abstained && answer.nearest?.length ? [el('p', { class: 'nearest' }, t('nearest')), cites(answer.nearest)] : null);
}

function cite(talk, citation) {
  const timed = citation.start > 0;
  const href = timed ? `${momentHref(citation.meeting, citation.start)}&i=${citation.i}` : utteranceHref(citation.meeting, citation.i);
  const quote = el('blockquote', {}, citation.quote);
  const row = el('li', { class: 'cite' });
  fill(row, timed ? iconButton('play', t('play_from', { time: clock(citation.start) }), () => talk.play(citation, row), { class: 'icon-button quiet-button cite-play' }) : null,
    el('div', {}, quote, el('p', { class: 'cite-where' }, citation.speaker || t('unknown_speaker'), ' · ', el('a', { href }, `${citation.title} ${day(citation.date)}${timed ? ` ${clock(citation.start)}` : ''}`))));
  return row;
}
