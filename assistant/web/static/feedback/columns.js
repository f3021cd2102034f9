// The columns of a table as we understood them, with its first rows; each can be corrected.
import { el } from '../core/dom.js';
import { t } from '../core/words.js';

const FIELDS = ['text', 'date', 'customer', 'channel', 'subject', 'reference'];
const ROWS = 4;

/** mapping leads from fields to column indexes; onKeep(mapping) runs when a person has agreed. */
export function columnsForm({ header, sample, mapping }, onKeep) {
  const selects = header.map((name, column) => {
    const chosen = FIELDS.find((field) => mapping[field] === column) ?? '';
    return el('select', { class: 'column-field', 'aria-label': t('column_is', { name: name || t('column_n', { n: column + 1 }) }) },
      el('option', { value: '' }, t('column_unused')), FIELDS.map((field) => el('option', { value: field, selected: field === chosen }, t(`column_${field}`))));
  });
  const missing = el('p', { class: 'job-error', hidden: true, role: 'alert' }, t('column_text_missing'));
  const keep = el('button', { type: 'submit', class: 'button primary', id: 'import-now' }, t('import_now'));
  const mark = () => selects.forEach((select, column) => form.querySelectorAll(`[data-column="${column}"]`).forEach((cell) => cell.classList.toggle('is-unused', !select.value)));
  const form = el('form', { class: 'columns' }, el('p', { class: 'quiet' }, t('columns_lead')),
    el('div', { class: 'columns-scroll', tabindex: '0', role: 'region', 'aria-label': t('columns_lead') }, el('table', {}, el('thead', {},
      el('tr', {}, selects.map((select) => el('td', {}, select))), el('tr', {}, header.map((name, column) => el('th', { scope: 'col', data: { column } }, name || t('column_n', { n: column + 1 }))))),
    el('tbody', {}, sample.slice(0, ROWS).map((row) => el('tr', {}, header.map((_, column) => el('td', { data: { column } }, row[column] ?? ''))))))),
    missing, el('div', { class: 'paste-foot' }, keep));
  selects.forEach((select) => select.addEventListener('change', () => {
    // A field stands in one column: chosen anew, it leaves the other.
    if (select.value) selects.filter((other) => other !== select && other.value === select.value).forEach((other) => { other.value = ''; });
    missing.hidden = true;
    mark();
  }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const told = Object.fromEntries(selects.map((select, column) => [select.value, column]).filter(([field]) => field));
    missing.hidden = 'text' in told;
    if ('text' in told) onKeep(told);
    else selects[0]?.focus();
  });
  mark();
  return form;
}
