// Keys: one listener for all pages. Never while an input method composes, never while somebody types.
import { composing, el } from './dom.js';
import { dialog } from './overlay.js';
import { undoNewest } from './toast.js';
import { t } from './words.js';

const bound = new Map();
const PLACES = { h: '/', m: '/meetings', a: '/agendas', k: '/ask', t: '/actions', f: '/feedback' };
let went = 0;

/** bind('j', t('key_next'), f): f runs on the key; label null keeps it out of the list. */
export function bind(key, label, run) {
  bound.set(key, { label, run });
}

/** Pages that change what they show without being loaded anew begin with no keys of their own. */
export const forgetKeys = () => bound.clear();

const typing = (target) => target instanceof Element && target.closest('input, textarea, select, [contenteditable]');

export function startKeys() {
  document.addEventListener('keydown', (event) => {
    if (composing(event) || event.defaultPrevented || typing(event.target)) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'z') return pressed(event, undoNewest);
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (went && event.timeStamp - went < 1200 && PLACES[event.key]) {
      went = 0;
      return pressed(event, () => location.assign(PLACES[event.key]));
    }
    went = event.key === 'g' ? event.timeStamp : 0;
    if (event.key === '/') return pressed(event, () => document.getElementById('search')?.focus());
    if (event.key === '?') return pressed(event, showKeys);
    // Capital letters by the lock key are the same keys.
    const found = bound.get(event.key) ?? (event.shiftKey ? undefined : bound.get(event.key.toLowerCase()));
    if (found && !(event.target.closest?.('button, a, summary, [role=slider]') && [' ', 'Enter'].includes(event.key))) {
      return pressed(event, () => found.run(event));
    }
    if (event.key === 'z') pressed(event, undoNewest);
    return undefined;
  });
}

function pressed(event, run) {
  event.preventDefault();
  run();
}

const names = { ' ': 'Space', ArrowLeft: '←', ArrowRight: '→', Enter: 'Enter' };

export function showKeys() {
  const row = (keys, label) => el('div', { class: 'key-row' },
    el('dt', {}, keys.map((key) => el('kbd', {}, key))), el('dd', {}, label));
  const here = [...bound].filter(([, { label }]) => label).map(([key, { label }]) => row([names[key] ?? key], label));
  dialog(t('keys_title'), el('dl', { class: 'key-list' },
    here,
    row(['/'], t('key_search')), row(['g', 'h'], t('nav_home')), row(['g', 'm'], t('nav_meetings')),
    row(['g', 'a'], t('nav_agendas')), row(['g', 'k'], t('nav_ask')), row(['g', 't'], t('nav_actions')), row(['g', 'f'], t('nav_feedback')),
    row(['z'], t('undo')), row(['?'], t('keys_title'))));
}
