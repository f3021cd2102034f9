// A text edited where it stands. Enter keeps, Escape leaves, Shift+Enter breaks the line; what was typed stays until it
// has really been kept.
import { button, composing, el } from '../core/dom.js';
import { t } from '../core/words.js';

export function editText(place, value, { label, save, leave, extra = null }) {
  const field = el('textarea', { class: 'edit-field', 'aria-label': label, rows: 1, spellcheck: false });
  field.value = value;
  const keep = button(t('keep'), () => finish(), { class: 'button small primary' });
  const box = el('div', { class: 'edit-box' }, field, extra, el('div', { class: 'edit-foot' }, keep, button(t('cancel'), () => close(), { class: 'button small' }), el('span', { class: 'edit-hint' }, t('edit_hint'))));
  const grow = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  const close = () => {
    box.replaceWith(place);
    leave?.();
  };
  const finish = async () => {
    const text = field.value.trim();
    if (!extra && text === value.trim()) return close();
    keep.disabled = true;
    const done = await save(text, box);
    keep.disabled = false;
    if (done) close();
    else field.focus();
    return undefined;
  };
  box.addEventListener('keydown', (event) => {
    if (composing(event)) return;
    if (event.key === 'Escape') { close(); event.stopPropagation(); }
    if (event.key === 'Enter' && !event.shiftKey && event.target.matches('textarea, input')) {
      event.preventDefault();
      finish();
    }
  });
  field.addEventListener('input', grow);
  place.replaceWith(box);
  grow();
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  return box;
}
