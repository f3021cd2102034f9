// The controls of the frame: language, light or dark, the list of keys, and files dropped anywhere.
import { showKeys } from './core/keys.js';
import { t } from './core/words.js';
import { toast } from './core/toast.js';

const YEAR = 60 * 60 * 24 * 365;
const LOOKS = ['auto', 'light', 'dark'];

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}

export function startFrame() {
  document.getElementById('switch-lang')?.addEventListener('click', (event) => {
    remember('renkei_lang', event.currentTarget.dataset.lang);
    location.reload();
  });
  document.getElementById('switch-theme')?.addEventListener('click', () => {
    const root = document.documentElement;
    const next = LOOKS[(LOOKS.indexOf(root.dataset.theme) + 1) % LOOKS.length];
    root.dataset.theme = next;
    remember('renkei_theme', next);
    root.dispatchEvent(new Event('renkei:theme'));
    toast(t(`theme_${next}`));
  });
  // <base> makes "#stage" an address of the first page, so the jump is made here.
  document.querySelector('.skip')?.addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById('stage').focus();
  });
  document.getElementById('show-keys')?.addEventListener('click', showKeys);
  acceptDrops();
}

/** Files dropped on any page are taken to the page that adds them; among customers' voices they are voices. */
function acceptDrops() {
  const { page } = document.documentElement.dataset;
  if (page === 'add') return;
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  });
  addEventListener('drop', async (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.remove('dropping');
    const { filesOf, openHere } = await import(page === 'feedback' ? './feedback.js' : './add.js');
    openHere(await filesOf(event.dataTransfer));
  });
}
