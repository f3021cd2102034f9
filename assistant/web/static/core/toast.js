// Short notes at the foot of the page, read out by screen readers, with 元に戻す where something can be taken back.
import { el } from './dom.js';
import { t } from './words.js';

let undoLast = null;

export function toast(sentence, { undo, error, action } = {}) {
  const host = document.getElementById('toasts');
  const note = el('div', { class: error ? 'toast toast-error' : 'toast', role: error ? 'alert' : null },
    el('span', {}, sentence));
  const gone = () => note.remove();
  if (undo) {
    const take = async () => {
      gone();
      if (undoLast === take) undoLast = null;
      await undo();
    };
    undoLast = take;
    note.append(el('button', { type: 'button', class: 'toast-action', onclick: take }, t('undo')));
  }
  if (action) note.append(el('button', { type: 'button', class: 'toast-action', onclick: () => { gone(); action.run(); } }, action.label));
  note.append(el('button', { type: 'button', class: 'toast-close', 'aria-label': t('close'), onclick: gone }, '×'));
  while (host.children.length > 2) host.firstChild.remove();
  host.append(note);
  setTimeout(gone, error ? 12000 : 8000);
}

/** What z and Ctrl+Z take back next, where no note was shown for it. */
export function remember(take) {
  undoLast = take;
}

export const failed = (error) => {
  if (error.name !== 'AbortError') toast(error.message, { error: true });
};

/** z and Ctrl+Z: take the last thing back that can be. */
export function undoNewest() {
  if (undoLast) undoLast();
}
