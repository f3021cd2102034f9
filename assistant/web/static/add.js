// Adding: drop files or a folder, or record. What the name tells is shown as chips that can be changed; nothing must be.
import { get } from './core/api.js';
import { button, el, fill, icon } from './core/dom.js';
import { failed } from './core/toast.js';
import { t } from './core/words.js';
import { watchJobs } from './jobs.js';
import { Recorder } from './recorder.js';
import { Upload } from './upload.js';

/** Files dropped on another page wait here until this page is drawn. */
let carried = [];
let take = null;

export async function draw(stage) {
  const picker = el('input', { type: 'file', multiple: true, hidden: true, id: 'file-picker' });
  const folder = el('input', { type: 'file', hidden: true, webkitdirectory: '', id: 'folder-picker' });
  const uploads = el('ul', { class: 'rows uploads', id: 'uploads' });
  const jobs = el('section', { class: 'part', 'aria-label': t('add_jobs') });
  const drop = el('div', { class: 'drop' }, icon('file'), el('p', { class: 'drop-lead' }, t('drop_lead')), el('p', { class: 'drop-note' }, t('drop_note')),
    el('div', { class: 'drop-ways' }, button(t('choose_files'), () => picker.click(), { class: 'button primary', id: 'choose-files' }),
      button(t('choose_folder'), () => folder.click()), recorderButton(stage)));
  fill(stage, el('div', { class: 'page add' }, el('h1', { class: 'page-title' }, t('title_add')), drop, picker, folder, el('div', { id: 'recorder' }), uploads, jobs));
  const again = watchJobs(jobs, { heading: t('add_jobs') });
  const series = await get('/api/series').then((found) => found.series.map((s) => s.name).filter(Boolean)).catch(() => []);
  take = (files) => start(files, uploads, series, again);
  for (const input of [picker, folder]) {
    input.addEventListener('change', () => {
      take([...input.files]);
      input.value = '';
    });
  }
  dropOn(drop);
  if (carried.length) take(carried);
  carried = [];
}

async function start(files, list, series, again) {
  const wanted = files.filter((file) => !file.name.startsWith('.') && !file.name.startsWith('~$'));
  for (const file of wanted) {
    const upload = new Upload(file, series, again);
    list.append(upload.element);
    // One after the other: two cores and one line are quicker that way, and the order stays.
    queue = queue.then(() => upload.run()).catch(failed);
  }
}
let queue = Promise.resolve();

function recorderButton(stage) {
  if (!navigator.mediaDevices?.getUserMedia || !globalThis.MediaRecorder) return null;
  return button([icon('mic'), t('record')], () => {
    const place = stage.querySelector('#recorder');
    if (!place.childElementCount) place.append(new Recorder((file) => take([file])).element);
  }, { id: 'record' });
}

function dropOn(drop) {
  const over = (yes) => (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    drop.classList.toggle('over', yes);
  };
  addEventListener('dragover', over(true));
  addEventListener('dragleave', over(false));
  addEventListener('drop', async (event) => {
    over(false)(event);
    if (event.dataTransfer?.types.includes('Files')) take(await filesOf(event.dataTransfer));
  });
}

/** The files of a drop, those in folders too. */
export async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry) {
  if (entry.isFile) return [await new Promise((done, wrong) => entry.file(done, wrong))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, wrong) => reader.readEntries(done, wrong));
    if (!some.length) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(walk))).flat();
}

/** Files dropped on another page: this page is drawn in its place, so that they need not be chosen again. */
export async function openHere(files) {
  carried = files;
  history.pushState(null, '', '/add');
  addEventListener('popstate', () => location.reload(), { once: true });
  document.title = `${t('title_add')} · Renkei`;
  document.querySelectorAll('.rail-link[aria-current]').forEach((link) => link.removeAttribute('aria-current'));
  await draw(document.getElementById('stage'));
}
