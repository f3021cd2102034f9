// One point of a voice as a row of a list.
import { el } from '../core/dom.js';
import { t } from '../core/words.js';
import { dueMark, facts, tone, where, whoAndWhen } from './told.js';

/** onOpen runs on a plain press; the link itself can be opened in a tab or sent. */
export function voiceRow(point, href, onOpen) {
  const link = el('a', { class: 'voice-link', href },
    el('span', { class: 'voice-top' }, el('span', { class: `voice-where${point.review ? ' waiting' : ''}` }, point.review ? t('voice_unsorted') : where(point)), tone(point), el('span', { class: 'voice-state' }, stateWord(point))),
    el('span', { class: 'voice-words' }, point.text),
    el('span', { class: 'voice-facts' }, facts(whoAndWhen(point), point.story_size > 1 ? t('story_n', { n: point.story_size }) : '', point.owner, dueMark(point))));
  link.addEventListener('click', (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen();
  });
  return el('li', { class: `voice-row state-${point.state}`, data: { id: point.id, message: point.message } }, link);
}

const stateWord = (point) => (point.state === 'new' ? null : t(`state_${point.state}`));
