// One meeting: the recording above, minutes on the left, what was said on the right. This file only brings the parts
// together; each part stands in meeting/.
import { at, get } from './core/api.js';
import { el, fill, params } from './core/dom.js';
import { bind } from './core/keys.js';
import { t } from './core/words.js';
import { Colours } from './meeting/colours.js';
import { drawHead } from './meeting/head.js';
import { Minutes } from './meeting/minutes.js';
import { Player } from './meeting/player.js';
import { Transcript } from './meeting/transcript.js';
import { watchJobs } from './jobs.js';

const EVERY_MS = 3000;

export async function draw(stage) {
  const id = params().get('id') ?? '';
  try {
    await open(stage, id);
  } catch (error) {
    fill(stage, el('div', { class: 'page' }, el('h1', { class: 'page-title' }, t('title_meeting')), el('div', { class: 'empty' }, el('p', {}, error.message), el('a', { class: 'button', href: '/meetings' }, t('to_meetings')))));
  }
}

async function open(stage, id) {
  const { meeting } = await get(at('', 'api', 'meetings', id));
  const spoken = await get(at('', 'api', 'meetings', meeting.id, 'transcript'));
  document.title = `${meeting.title} · Renkei`;
  const here = new EventTarget();
  const colours = new Colours(spoken.utterances, meeting.attendees);
  const player = meeting.has_audio ? new Player(here, meeting, spoken, colours) : null;
  const transcript = new Transcript(here, meeting, spoken, colours, player);
  const minutes = new Minutes(here, meeting, spoken, colours);
  const head = drawHead(here, meeting, minutes);
  const tabs = tabBar(stage);
  const work = el('div', { class: 'meeting-work', hidden: true });
  fill(stage, el('div', { class: 'meeting', data: { tab: 'minutes' } }, head, work, player?.element, tabs,
    el('div', { class: 'meeting-panels' }, minutes.element, transcript.element)));
  wire(here, player, transcript, stage, Boolean(player));
  await minutes.load();
  begin(transcript, player);
  if (meeting.status !== 'ready') follow(meeting, transcript, minutes, work);
}

/** Parts speak through events: "show" an utterance, "mark" some without playing, "play" from one. */
function wire(here, player, transcript, stage, audible) {
  here.addEventListener('play', ({ detail: { i, inPlace } }) => {
    stage.firstChild.dataset.tab = audible && innerWidth < 800 ? stage.firstChild.dataset.tab : 'transcript';
    transcript.point(i, !inPlace);
    player?.playFrom(transcript.startOf(i));
  });
  here.addEventListener('mark', ({ detail: { evidence } }) => transcript.mark(evidence));
  here.addEventListener('time', ({ detail: { seconds } }) => transcript.follow(seconds));
  here.addEventListener('hear', ({ detail: { start } }) => player?.playFrom(start));
  if (player) {
    bind(' ', t('key_play'), () => player.toggle());
    bind('ArrowLeft', t('key_back'), () => player.skip(-5));
    bind('ArrowRight', t('key_forward'), () => player.skip(5));
  }
  bind('j', t('key_next'), () => transcript.step(1));
  bind('k', t('key_previous'), () => transcript.step(-1));
  bind('Enter', t('key_play_here'), () => here.dispatchEvent(new CustomEvent('play', { detail: { i: transcript.cursor } })));
  const line = (name) => document.activeElement?.closest?.('.line')?.querySelector(`.tool-${name}`);
  bind('e', t('key_edit'), () => (line('edit') ? line('edit').click() : transcript.edit()));
  bind('a', t('key_accept'), () => line('accept')?.click());
  bind('x', t('key_reject'), () => line('reject')?.click());
}

/** The address may name a second (t) or an utterance (i). */
function begin(transcript, player) {
  const seconds = params().get('t');
  const i = params().get('i');
  if (seconds === null && i === null) return;
  const wanted = i !== null ? Number(i) : transcript.at(Number(seconds));
  transcript.show(wanted);
  document.querySelector('.meeting').dataset.tab = 'transcript';
  player?.moveTo(seconds !== null ? Number(seconds) : transcript.startOf(wanted));
}

function tabBar(stage) {
  const show = (name) => {
    stage.firstChild.dataset.tab = name;
    if (name === 'transcript') stage.querySelector('.u.cursor')?.scrollIntoView({ block: 'center' });
  };
  const tab = (name) => el('button', { type: 'button', role: 'tab', data: { for: name }, onclick: () => show(name) }, t(`panel_${name}`));
  return el('div', { class: 'tabs', role: 'tablist', 'aria-label': t('panels') }, tab('minutes'), tab('transcript'));
}

/** While the file is being worked on, what is there already can be read; the rest appears in its place. */
function follow(meeting, transcript, minutes, work) {
  const look = async () => {
    const [{ meeting: now }, spoken] = await Promise.all([get(at('', 'api', 'meetings', meeting.id)), get(at('', 'api', 'meetings', meeting.id, 'transcript'))]);
    if (spoken.utterances.length !== transcript.count) transcript.replace(spoken);
    if (now.status === 'ready') {
      if (now.has_audio !== meeting.has_audio) return location.reload();
      Object.assign(meeting, now);
      work.hidden = true;
      return minutes.load();
    }
    return now.status === 'failed' ? null : setTimeout(() => look().catch(() => setTimeout(look, EVERY_MS * 3)), EVERY_MS);
  };
  get('/api/jobs').then(({ jobs }) => {
    const ids = new Set(jobs.filter((job) => job.meeting === meeting.id).map((job) => job.id));
    watchJobs(work, { ids, only: ['queued', 'running', 'failed', 'cancelled'] });
  }).catch(() => {});
  look().catch(() => setTimeout(look, EVERY_MS));
}
