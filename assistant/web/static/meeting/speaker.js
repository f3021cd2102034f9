// Giving a voice its name: this turn alone, or everywhere in the meeting, with a sentence to hear.
import { at, get, post } from '../core/api.js';
import { button, composing, el } from '../core/dom.js';
import { dialog } from '../core/overlay.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';

export async function nameSpeaker(transcript, u) {
  const old = u.speaker;
  const name = el('input', { type: 'text', id: 'speaker-name', value: old, list: 'speaker-names', autocomplete: 'off' });
  const known = el('datalist', { id: 'speaker-names' });
  const longest = transcript.utterances.filter((x) => x.speaker === old).sort((a, b) => b.text.length - a.text.length)[0] ?? u;
  const count = transcript.utterances.filter((x) => x.speaker === old).length;
  const keep = (everywhere) => async () => {
    const wanted = name.value.trim();
    if (!wanted || wanted === old) return box.close();
    if (await (everywhere ? renameAll(transcript, old, wanted) : renameOne(transcript, u, wanted))) box.close();
    return undefined;
  };
  const box = dialog(t('name_speaker'),
    el('blockquote', { class: 'sample' }, longest.text, transcript.player ? button(t('hear'), () => transcript.player.playFrom(longest.start), { class: 'button small' }) : null),
    el('div', { class: 'field' }, el('label', { for: 'speaker-name' }, t('speaker_name')), name, known),
    el('footer', { class: 'dialog-foot' }, button(t('this_turn'), keep(false)),
      button(t('everywhere_n', { n: count }), keep(true), { class: 'button primary' })));
  name.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !composing(event)) { event.preventDefault(); keep(true)(); }
  });
  name.focus();
  name.select();
  for (const person of await people(transcript)) known.append(el('option', { value: person }));
}

async function people(transcript) {
  const here = transcript.meeting.attendees.map((a) => a.name);
  const { departments } = await get('/api/organisation').catch(() => ({ departments: [] }));
  return [...new Set([...here, ...departments.flatMap((d) => d.people.map((p) => p.name))])];
}

const renameOne = (transcript, u, speaker) => transcript.change(u, { speaker }, t('speaker_named', { name: speaker }));

async function renameAll(transcript, old, wanted) {
  const url = at('', 'api', 'meetings', transcript.meeting.id, 'speakers');
  const mine = transcript.utterances.filter((u) => u.speaker === old);
  try {
    await post(url, { old, new: wanted });
    const { utterances } = await get(at('', 'api', 'meetings', transcript.meeting.id, 'transcript'));
    transcript.replace({ utterances });
    transcript.here.dispatchEvent(new CustomEvent('named'));
    toast(t('speaker_named_all', { name: wanted, n: mine.length }), { undo: () => renameBack(transcript, mine, old, wanted) });
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

/** Back again, turn by turn where the new name was already somebody's. */
async function renameBack(transcript, mine, old, wanted) {
  const others = transcript.utterances.filter((u) => u.speaker === wanted).length > mine.length;
  if (!others) return renameAll(transcript, wanted, old);
  for (const u of mine) await transcript.undo(transcript.utterances[u.i]);
  return undefined;
}
