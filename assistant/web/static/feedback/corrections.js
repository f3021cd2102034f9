// What people have settled and the sorting has learned from: searched, changed, taken out.
import { at, get, patch, remove } from '../core/api.js';
import { button, el, fill, iconButton } from '../core/dom.js';
import { day } from '../core/time.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';
import { chooseDepartments } from './choose.js';
import { facts } from './told.js';

const SHOWN = 50;
const plain = (text) => text.normalize('NFKC').toLowerCase();
const named = (correction) => correction.departments.join(t('list_comma')) || t('voice_nobody');

export async function corrections(host) {
  await new Corrections(host).load();
}

class Corrections {
  constructor(host) {
    this.host = host;
    this.words = el('input', { type: 'search', class: 'filter', placeholder: t('corrections_filter'), 'aria-label': t('corrections_filter') });
    this.list = el('div', {});
    this.shown = SHOWN;
    this.words.addEventListener('input', () => { this.shown = SHOWN; this.draw(); });
  }

  async load() {
    try {
      ({ corrections: this.all } = await get('/api/feedback/corrections'));
      fill(this.host, el('h2', {}, t('corrections'), el('span', { class: 'count' }, this.all.length)), el('p', { class: 'lead-small' }, t('corrections_lead')),
        this.all.length ? el('div', { class: 'filters' }, this.words) : null, this.list);
      this.draw();
    } catch (error) {
      failed(error);
    }
  }

  draw() {
    const wanted = plain(this.words.value.trim());
    const found = this.all.filter((c) => plain(`${c.text} ${named(c)}`).includes(wanted));
    if (!found.length) return void fill(this.list, this.all.length ? el('p', { class: 'none' }, t('voices_none_fit')) : null);
    fill(this.list, el('ul', { class: 'rows' }, found.slice(0, this.shown).map((c) => this.row(c))),
      found.length > this.shown ? el('div', { class: 'list-foot' }, button(t('more_rows', { n: found.length - this.shown }), () => { this.shown += SHOWN; this.draw(); })) : null);
    return undefined;
  }

  row(correction) {
    return el('li', { class: 'correction' }, el('span', { class: 'row-main' }, correction.text, el('span', { class: 'row-facts' }, facts(el('strong', {}, named(correction)), correction.at ? day(correction.at.slice(0, 10)) : '', correction.who === 'local' ? t('you') : correction.who))),
      el('span', { class: 'row-tools' }, iconButton('pen', t('correction_edit'), () => this.edit(correction)), iconButton('cross', t('correction_forget'), () => this.forget(correction))));
  }

  async edit(correction) {
    const chosen = await chooseDepartments({ heading: t('sort_to'), picked: correction.departments });
    if (!chosen) return;
    try {
      await patch(at('', 'api', 'feedback', 'corrections', correction.point), { departments: chosen });
      correction.departments = chosen;
      this.draw();
      toast(t('correction_kept'));
    } catch (error) {
      failed(error);
    }
  }

  async forget(correction) {
    try {
      await remove(at('', 'api', 'feedback', 'corrections', correction.point));
      this.all = this.all.filter((c) => c !== correction);
      this.draw();
      toast(t('correction_forgotten'), { undo: async () => {
        await patch(at('', 'api', 'feedback', 'corrections', correction.point), { departments: correction.departments }).catch(failed);
        await this.load();
      } });
    } catch (error) {
      failed(error);
    }
  }
}
