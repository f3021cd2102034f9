// One topic of an agenda: dragged or moved with Alt and the arrows, edited in place, left out with one press.
import { composing, el, fill, icon, iconButton } from './core/dom.js';
import { t } from './core/words.js';
import { utteranceHref } from './search.js';
import { editText } from './meeting/editor.js';

let dragged = null;

export function itemElement(page, item, position) {
  const row = el('li', { class: 'agenda-item', data: { id: item.id }, tabindex: '0', 'aria-label': `${position + 1}. ${item.topic}` });
  const topic = el('p', { class: 'item-topic' }, item.topic);
  fill(row,
    el('span', { class: 'grip', title: t('drag'), draggable: true }, icon('grip')),
    el('span', { class: 'item-number', 'aria-hidden': 'true' }, position + 1),
    el('div', { class: 'item-body' }, topic,
      el('p', { class: 'item-why' }, el('span', { class: `why why-${item.why.replaceAll(' ', '-')}` }, item.why_text || t('why_added')),
        item.from.slice(0, 4).map((moment) => el('a', { class: 'chip', href: utteranceHref(moment.meeting, moment.i), title: t('open_moment') }, icon('play'), el('span', {}, t('moment'))))),
      el('p', { class: 'item-facts' }, [item.lead || t('no_lead'), item.department].filter(Boolean).join(' · '))),
    minutesField(page, item),
    el('div', { class: 'line-tools' }, iconButton('pen', t('edit_item'), () => edit(page, row, item, topic), { class: 'icon-button quiet-button tool-edit' }),
      iconButton('cross', t('leave_out'), () => page.item(item.id, { left_out: true }, { focus: null, said: t('item_left_out'), undo: () => page.item(item.id, { left_out: false }) }))));
  keys(page, row, item, position, topic);
  drag(page, row, item, position);
  return row;
}

function minutesField(page, item) {
  const field = el('input', { type: 'number', class: 'item-minutes', min: '0', max: '600', value: String(item.minutes), 'aria-label': t('minutes_of', { topic: item.topic }) });
  field.addEventListener('change', () => page.item(item.id, { minutes: Math.max(0, Number(field.value) || 0) }, { focus: null }));
  return el('label', { class: 'minutes-box' }, field, el('span', {}, t('unit_minutes')));
}

function edit(page, row, item, place) {
  const field = (name, value) => el('label', { class: 'mini-field' }, el('span', {}, t(`field_${name}`)), el('input', { name, type: 'text', value, autocomplete: 'off' }));
  const extra = el('div', { class: 'mini-fields' }, field('lead', item.lead), field('department', item.department));
  row.classList.add('is-editing');
  editText(place, item.topic, {
    label: t('edit_item'), extra,
    save: (topic) => page.item(item.id, { topic, ...Object.fromEntries([...extra.querySelectorAll('input')].map((input) => [input.name, input.value.trim()])) }),
    leave: () => row.classList.remove('is-editing'),
  });
}

function keys(page, row, item, position, topic) {
  row.addEventListener('keydown', (event) => {
    if (composing(event) || event.target !== row) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && event.altKey) {
      event.preventDefault();
      const to = position + step;
      if (to >= 0 && to < page.data.items.length) page.move(item.id, to);
    } else if (event.key === 'e') {
      event.preventDefault();
      edit(page, row, item, topic);
    } else if (step || event.key === 'j' || event.key === 'k') {
      event.preventDefault();
      const next = (step ?? (event.key === 'j' ? 1 : -1)) > 0 ? row.nextElementSibling : row.previousElementSibling;
      next?.focus();
    }
  });
}

function drag(page, row, item, position) {
  row.querySelector('.grip').addEventListener('dragstart', (event) => {
    dragged = { id: item.id, from: position };
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', item.topic);
    event.dataTransfer.setDragImage(row, 16, 16);
    row.classList.add('dragged');
  });
  row.addEventListener('dragend', () => {
    row.classList.remove('dragged');
    dragged = null;
  });
  const below = (event) => event.clientY > row.getBoundingClientRect().top + row.offsetHeight / 2;
  row.addEventListener('dragover', (event) => {
    if (!dragged) return;
    event.preventDefault();
    row.classList.toggle('drop-below', below(event));
    row.classList.toggle('drop-above', !below(event));
  });
  const clear = () => row.classList.remove('drop-below', 'drop-above');
  row.addEventListener('dragleave', clear);
  row.addEventListener('drop', (event) => {
    if (!dragged) return;
    event.preventDefault();
    clear();
    const to = position + (below(event) ? 1 : 0);
    const target = to > dragged.from ? to - 1 : to;
    if (target !== dragged.from) page.move(dragged.id, target);
  });
}
