// The head of the page: what meeting this is, its state, and what can be done with the whole of it.
import { at, patch, post, remove } from '../core/api.js';
import { button, el, fill, icon } from '../core/dom.js';
import { confirm, form, menuButton } from '../core/overlay.js';
import { day, length } from '../core/time.js';
import { failed, toast } from '../core/toast.js';
import { t } from '../core/words.js';

export function drawHead(here, meeting, minutes) {
  const head = el('header', { class: 'meeting-head' });
  const draw = () => fill(head, el('div', { class: 'meeting-names' }, el('h1', {}, meeting.title), facts(meeting)),
    el('div', { class: 'meeting-tools' }, exportMenu(meeting, minutes), moreMenu(meeting, minutes, draw), approval(meeting, minutes)));
  here.addEventListener('minutes', draw);
  draw();
  return head;
}

function facts(meeting) {
  const people = meeting.attendees.map((a) => (a.department ? `${a.name}(${a.department})` : a.name)).join('、');
  return el('p', { class: 'meeting-facts' },
    el('span', {}, day(meeting.date), meeting.start ? ` ${meeting.start}` : ''),
    meeting.duration_s ? el('span', {}, length(meeting.duration_s)) : null,
    meeting.attendees.length ? el('span', { title: people }, t('people_n', { n: meeting.attendees.length })) : null,
    meeting.series ? el('a', { href: `/meetings?series=${encodeURIComponent(meeting.series)}` }, meeting.series) : null,
    meeting.series ? el('a', { href: `/agenda?series=${encodeURIComponent(meeting.series)}` }, t('next_agenda')) : null);
}

function approval(meeting, minutes) {
  if (!minutes.data) return null;
  if (minutes.data.status === 'approved') return el('span', { class: 'state done' }, icon('check'), t('minutes_approved'));
  return button(t('approve'), () => approve(meeting, minutes, true), { class: 'button primary', id: 'approve' });
}

async function approve(meeting, minutes, approved) {
  try {
    minutes.take(await post(at('', 'api', 'meetings', meeting.id, 'minutes', 'approve'), { approved }));
    toast(t(approved ? 'minutes_are_approved' : 'minutes_are_draft'), approved ? { undo: () => approve(meeting, minutes, false) } : {});
  } catch (error) {
    failed(error);
  }
}

function exportMenu(meeting, minutes) {
  const link = (kind, format, label) => ({ label, download: true, href: `/api/export/${kind}?${new URLSearchParams({ meeting: meeting.id, format })}` });
  const formats = { md: 'Markdown', docx: 'Word (.docx)', pdf: 'PDF', html: 'HTML', txt: t('plain_text'), srt: t('subtitles_srt'), vtt: t('subtitles_vtt') };
  const of = (kind, ...names) => names.map((name) => link(kind, name, formats[name]));
  const items = () => [
    ...(minutes.data ? [{ heading: t('panel_minutes') }, ...of('minutes', 'docx', 'pdf', 'md', 'html')] : []),
    { heading: t('panel_transcript') }, ...of('transcript', 'docx', 'txt', 'md', ...(meeting.duration_s ? ['srt', 'vtt'] : [])),
  ];
  return menuButton([t('export'), icon('down')], items, { id: 'export' });
}

function moreMenu(meeting, minutes, draw) {
  const items = () => [
    { label: t('copy_link'), run: () => copyLink() },
    { label: t('edit_details'), run: () => details(meeting, draw) },
    minutes.data?.status === 'approved' ? { label: t('back_to_draft'), run: () => approve(meeting, minutes, false) } : null,
    { label: t('draft_again'), run: () => draftAgain(meeting, minutes) },
    { label: t('delete_meeting'), danger: true, run: () => erase(meeting) },
  ].filter(Boolean);
  return menuButton(icon('more'), items, { class: 'icon-button quiet-button', 'aria-label': t('more'), id: 'more' });
}

function copyLink() {
  navigator.clipboard?.writeText(location.href.replace(/&(t|i)=[^&]*/g, '')).then(() => toast(t('link_copied')), () => toast(location.href));
}

async function details(meeting, draw) {
  const filled = await form(t('edit_details'), [
    ['title', t('meeting_title'), meeting.title], ['series', t('series'), meeting.series],
    ['date', t('date'), meeting.date, { type: 'date' }], ['start', t('start'), meeting.start ?? '', { type: 'time' }],
  ], t('keep'));
  if (!filled) return;
  try {
    Object.assign(meeting, await patch(at('', 'api', 'meetings', meeting.id), filled));
    document.title = `${meeting.title} · Renkei`;
    draw();
  } catch (error) {
    failed(error);
  }
}

async function draftAgain(meeting, minutes) {
  if (!(await confirm(t('draft_again'), t('draft_again_sure'), t('draft_again')))) return;
  minutes.busy(true);
  try {
    minutes.take(await post(at('', 'api', 'meetings', meeting.id, 'minutes', 'draft')));
    toast(t('drafted_again'));
  } catch (error) {
    failed(error);
  }
  minutes.busy(false);
}

async function erase(meeting) {
  if (!(await confirm(t('delete_meeting'), t('delete_sure', { title: meeting.title }), t('delete')))) return;
  try {
    await remove(at('', 'api', 'meetings', meeting.id));
    location.assign('/meetings');
  } catch (error) {
    failed(error);
  }
}
