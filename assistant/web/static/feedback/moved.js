// After a correction: the voices like it that would now go elsewhere, shown before anything moves.
import { post } from '../core/api.js';
import { button, el, fill } from '../core/dom.js';
import { dialog } from '../core/overlay.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';

const named = (names) => names.join(t('list_comma')) || t('voice_nobody');

/** One quiet line in ``host`` (or a note at the foot of the page); onMoved(points) once they have moved. */
export function afterCorrection({ moved = [], replay = null }, { host = null, dialogOnly = false, onMoved = () => {} } = {}) {
  if (!moved.length) return;
  const goals = new Set(moved.map((m) => named(m.to)));
  const sentence = goals.size === 1 ? t('moved_offer', { n: moved.length, department: [...goals][0] }) : t('moved_offer_several', { n: moved.length });
  const apply = async (ids) => {
    try {
      const { points } = await post('/api/feedback/moves', { ids });
      host?.replaceChildren();
      toast(t('moved_done', { n: points.length }));
      onMoved(points);
    } catch (error) {
      failed(error);
    }
  };
  const look = () => showMoves(moved, replay, apply);
  if (dialogOnly) return void toast(sentence, { action: { label: t('moved_look'), run: look } });
  fill(host, el('p', { class: 'moved-line', role: 'status' }, el('span', {}, sentence),
    button(t('moved_apply'), () => apply(moved.map((m) => m.id)), { class: 'button small', id: 'apply-moves' }),
    button(t('moved_look'), look, { class: 'quiet-button small', id: 'look-at-moves' })));
  return undefined;
}

/** Each can be left out; what the correction does to what was right before is said below. */
function showMoves(moved, replay, apply) {
  const boxes = moved.map((m) => el('input', { type: 'checkbox', checked: true, 'aria-label': m.text, value: m.id }));
  const rows = moved.map((m, k) => el('li', {}, el('label', { class: 'move-row' }, boxes[k],
    el('span', {}, m.text, el('span', { class: 'row-facts' }, `${named(m.from)} → ${named(m.to)}`)))));
  const box = dialog(t('moved_title', { n: moved.length }), el('ul', { class: 'choose-list' }, rows),
    replay?.of ? el('p', { class: 'quiet replay' }, t('replay', replay)) : null,
    el('footer', { class: 'dialog-foot' }, button(t('moved_leave'), () => box.close()),
      button(t('moved_apply'), () => { box.close(); apply(boxes.filter((b) => b.checked).map((b) => b.value)); }, { class: 'button primary' })));
  box.classList.add('choose');
}
