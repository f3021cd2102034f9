// Starts every page: the frame's own controls, then the island of this page, drawn at once on the stage; the stage moves
// into its place in Gradio's page as soon as that stands, without the reader noticing.
import { startKeys } from './core/keys.js';
import { startSearch } from './search.js';
import { startFrame } from './frame.js';

const page = document.documentElement.dataset.page;
const stage = document.getElementById('stage');
const SCRIPTED = new Set(['home', 'meetings', 'meeting', 'agendas', 'agenda', 'ask', 'actions', 'feedback', 'add']);

startFrame();
startKeys();
startSearch();
if (SCRIPTED.has(page)) {
  const { draw } = await import(`./${page}.js`);
  draw(stage);
}
settle();

function settle() {
  const place = () => {
    const island = document.getElementById('island');
    if (!island || island.contains(stage)) return Boolean(island);
    const focused = stage.contains(document.activeElement) ? document.activeElement : null;
    const scrolled = [...stage.querySelectorAll('[data-scrolls]')].map((e) => [e, e.scrollTop]);
    island.append(stage);
    document.documentElement.classList.add('settled');
    for (const [element, top] of scrolled) element.scrollTop = top;
    focused?.focus({ preventScroll: true });
    return true;
  };
  if (place()) return;
  const watch = new MutationObserver(() => place() && watch.disconnect());
  watch.observe(document.body, { childList: true, subtree: true });
}
