// Mail and rows that could not be read: each keeps its raw bytes until somebody has seen to it.
import { at, remove } from '../core/api.js';
import { button, el } from '../core/dom.js';
import { confirm } from '../core/overlay.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';

const KILO = 1024;
const size = (bytes) => (bytes < KILO ? `${bytes} B` : bytes < KILO * KILO ? `${Math.round(bytes / KILO)} KB` : `${(bytes / KILO / KILO).toFixed(1)} MB`);

export function tray(items, again) {
  if (!items.length) return null;
  return [el('h2', {}, t('tray'), el('span', { class: 'count' }, items.length)), el('p', { class: 'lead-small' }, t('tray_lead')),
    el('ul', { class: 'rows' }, items.map((item) => row(item, again)))];
}

function row(item, again) {
  const dismiss = async () => {
    if (!(await confirm(t('tray_dismiss'), t('tray_dismiss_sure'), t('delete')))) return;
    try {
      await remove(at('', 'api', 'feedback', 'unreadable', item.id));
      toast(t('tray_dismissed'));
      again();
    } catch (error) {
      failed(error);
    }
  };
  return el('li', { class: 'tray-row' }, el('span', { class: 'row-main' }, item.why, el('span', { class: 'row-facts' }, [item.name, t('receipt_row', { n: item.row }), size(item.size)].filter(Boolean).join(' · '))),
    el('a', { class: 'button small', href: at('', 'api', 'feedback', 'unreadable', item.id, 'raw'), download: '' }, t('tray_raw')),
    button(t('tray_dismiss'), dismiss, { class: 'quiet-button small' }));
}
