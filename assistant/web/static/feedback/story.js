// Other voices of the same happening: why they are together, apart again with one press, joined by hand.
import { at, get, post } from '../core/api.js';
import { button, composing, el, fill } from '../core/dom.js';
import { dialog } from '../core/overlay.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { facts, whoAndWhen } from './told.js';

const TYPING_MS = 220;

export function storyPart(voice, told) {
  const others = told.story ?? [];
  const all = [told.message, ...others];
  const answered = all.filter((message) => message.answered).length;
  return el('section', { class: 'story' },
    el('h3', {}, t('story'), others.length ? el('span', { class: 'count' }, t('story_answered', { n: all.length, answered })) : null),
    others.length ? el('ul', { class: 'rows' }, others.map((message) => other(voice, message))) : el('p', { class: 'none' }, t('story_alone')),
    el('div', { class: 'story-tools' },
      others.length ? button(t('story_part'), () => move(voice, voice.id, null, t('story_parted')), { class: 'quiet-button small' }) : null,
      button(t('story_join'), () => choose(voice), { class: 'quiet-button small', id: 'join-story' })));
}

function other(voice, message) {
  return el('li', { class: 'story-row' },
    el('button', { type: 'button', class: 'story-open', onclick: () => voice.onOpen(message.id) }, el('span', { class: 'story-words' }, message.text),
      el('span', { class: 'row-facts' }, facts(whoAndWhen(message), message.answered ? el('span', { class: 'done' }, t('answered')) : el('span', { class: 'waiting' }, t('not_answered'))))),
    message.story_why ? el('p', { class: 'point-why' }, message.story_why) : null,
    button(t('story_part_this'), () => move(voice, message.id, null, t('story_parted')), { class: 'quiet-button small' }));
}

async function move(voice, id, join, said) {
  const before = voice.told.message.story;
  try {
    await post(at('', 'api', 'feedback', 'messages', id, 'story'), { join });
    await voice.load();
    toast(said, { undo: join === null ? () => move(voice, id, before === id ? voice.id : before, t('story_joined')) : () => move(voice, id, null, t('story_parted')) });
  } catch (error) {
    failed(error);
  }
}

/** Find the voice it belongs with. */
function choose(voice) {
  const search = el('input', { type: 'search', class: 'choose-search', 'aria-label': t('story_find'), placeholder: t('story_find'), autocomplete: 'off' });
  const list = el('ul', { class: 'choose-list' });
  const box = dialog(t('story_join'), search, list);
  box.classList.add('choose');
  const take = (point) => {
    box.close();
    move(voice, voice.id, point.message, t('story_joined'));
  };
  const look = async () => {
    try {
      const { points } = await get('/api/feedback/points', { q: search.value.trim(), limit: 20 });
      const seen = new Set([voice.id]);
      const found = points.filter((point) => !seen.has(point.message) && seen.add(point.message));
      fill(list, found.length ? found.map((point) => el('li', {}, el('button', { type: 'button', class: 'story-open', onclick: () => take(point) },
        el('span', { class: 'story-words' }, point.text), el('span', { class: 'row-facts' }, facts(whoAndWhen(point)))))) : el('li', { class: 'none' }, t('voices_none_fit')));
    } catch (error) {
      failed(error);
    }
  };
  let waiting = 0;
  search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(look, TYPING_MS); });
  search.addEventListener('keydown', (event) => !composing(event) && event.key === 'Enter' && event.preventDefault());
  look();
  search.focus();
}
