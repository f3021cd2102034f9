// What decides where a voice goes: rules people set, what corrections have taught, and how often it was right.
import { get, store } from '../core/api.js';
import { button, el, fill, iconButton } from '../core/dom.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { departments } from './choose.js';
import { corrections } from './corrections.js';
import { honestyTable } from './honesty.js';

export async function draw(host) {
  const rules = el('section', { class: 'part rules' });
  const taught = el('section', { class: 'part corrections' });
  const honest = el('section', { class: 'part' });
  fill(host, rules, taught, honest);
  await Promise.all([
    new Rules(rules).load(),
    corrections(taught),
    get('/api/feedback/honesty').then((told) => fill(honest, el('h2', {}, t('honesty')), honestyTable(told))).catch(failed),
  ]);
}

class Rules {
  constructor(host) {
    this.host = host;
    this.rules = [];
  }

  async load() {
    try {
      const [{ rules }, all] = await Promise.all([get('/api/feedback/rules'), departments()]);
      this.rules = rules;
      this.names = all.map((d) => d.name);
      this.draw();
    } catch (error) {
      failed(error);
    }
  }

  draw() {
    fill(this.host, el('h2', {}, t('rules')), el('p', { class: 'lead-small' }, t('rules_lead')),
      this.rules.length ? el('ul', { class: 'rows' }, this.rules.map((rule, k) => this.row(rule, k))) : null, this.adder());
  }

  row(rule, k) {
    const without = this.rules.filter((_, other) => other !== k);
    return el('li', { class: 'rule' }, el('span', { class: 'row-main' }, rule.words.map((word) => t('quoted', { word })).join(t('list_comma')), ' → ', el('strong', {}, rule.department)),
      iconButton('cross', t('rule_remove', { words: rule.words.join(t('list_comma')) }), () => this.save(without, t('rule_removed'), this.rules)));
  }

  adder() {
    const words = el('input', { type: 'text', 'aria-label': t('rule_words'), placeholder: t('rule_words'), autocomplete: 'off', maxlength: '300', id: 'rule-words' });
    const department = el('select', { 'aria-label': t('field_department') }, el('option', { value: '' }, t('field_department')), (this.names ?? []).map((name) => el('option', { value: name }, name)));
    const send = (event) => {
      event.preventDefault();
      const told = words.value.split(/[、,，]/).map((word) => word.trim()).filter(Boolean);
      if (!told.length) return words.focus();
      if (!department.value) return department.focus();
      return this.save([...this.rules, { words: told, department: department.value }], t('rule_added'));
    };
    return el('form', { class: 'rule-adder', onsubmit: send }, words, el('span', { class: 'quiet', 'aria-hidden': 'true' }, '→'), department, el('button', { type: 'submit', class: 'button' }, t('add')));
  }

  async save(rules, said, before = null) {
    try {
      const told = await store('/api/feedback/rules', { rules });
      this.rules = told.rules ?? rules;
      this.draw();
      toast(said, before ? { undo: () => this.save(before, t('rule_added')) } : {});
      this.host.querySelector('#rule-words')?.focus();
    } catch (error) {
      failed(error);
    }
  }
}
