// The receipt of an import adds up: read = new + already there + joined + not taken, each row left out with its reason.
import { at, remove } from '../core/api.js';
import { button, el } from '../core/dom.js';
import { confirm } from '../core/overlay.js';
import { stamp } from '../core/time.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { viewHref } from '../feedback.js';

const SHOWN = 100;

export function receiptParts(receipt, { review = false } = {}) {
  const skipped = receipt.skipped ?? [];
  const { messages = 0, duplicates = 0, joined = 0, left_out: out = 0 } = receipt;
  const cell = (n, words, kind = '') => el('span', { class: `sum-part ${n ? kind : 'quiet'}` }, el('strong', {}, n), ' ', words);
  const sign = (words) => el('span', { class: 'sum-sign' }, words);
  return [
    el('p', { class: 'sum', 'aria-label': t('receipt_of') }, cell(receipt.read ?? 0, t('receipt_read')), sign('='), cell(messages - joined, t('receipt_new')), sign('+'),
      cell(duplicates, t('receipt_there')), sign('+'), cell(joined, t('receipt_joined')), sign('+'), cell(out, t('receipt_out'), 'late')),
    el('p', { class: 'row-facts' }, t('receipt_points', { n: receipt.points ?? 0 })),
    (receipt.notes ?? []).map((note) => el('p', { class: 'note' }, note)),
    skipped.length ? el('details', { class: 'skipped' }, el('summary', {}, t('receipt_reasons', { n: out })),
      el('ul', {}, skipped.slice(0, SHOWN).map((row) => el('li', {}, el('span', { class: 'quiet' }, t('receipt_row', { n: row.row })), ' ', row.error)),
        out > SHOWN ? el('li', { class: 'quiet' }, t('more_n', { n: out - SHOWN })) : null)) : null,
    review && messages ? el('p', { class: 'receipt-next' }, el('a', { class: 'button small primary', href: viewHref({ view: 'review' }) }, t('receipt_sort')), ' ', el('a', { class: 'button small', href: viewHref({}) }, t('to_inbox'))) : null,
  ];
}

export function receiptRow(receipt, again) {
  const name = receipt.name || t('import_unnamed');
  return el('li', { class: 'import-receipt' },
    el('div', { class: 'job-head' }, el('span', { class: 'job-name' }, name), el('span', { class: 'job-state' }, [receipt.state === 'cancelled' ? t('job_cancelled') : '', receipt.at ? stamp(receipt.at) : ''].filter(Boolean).join(' · ')),
      button(t('import_undo'), async () => { if (await undoImport(receipt)) again(); }, { class: 'quiet-button small', 'aria-label': `${t('import_undo')}: ${name}` })),
    receipt.error ? el('p', { class: 'job-error' }, receipt.error) : null, receiptParts(receipt));
}

/** Take a whole import back, after a question; true when it was. */
export async function undoImport(receipt) {
  if (!(await confirm(t('import_undo'), t('import_undo_sure', { name: receipt.name || t('import_unnamed'), n: receipt.messages ?? 0 }), t('import_undo_now')))) return false;
  try {
    const { removed } = await remove(at('', 'api', 'feedback', 'imports', receipt.batch));
    toast(t('import_undone_n', { n: removed }));
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}
