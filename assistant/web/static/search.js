// The search of the top bar: passages as one types, opened at the second they were said.
import { get } from './core/api.js';
import { composing, el, fill } from './core/dom.js';
import { clock, day } from './core/time.js';
import { t } from './core/words.js';

export const momentHref = (meeting, seconds) => `/meeting?id=${encodeURIComponent(meeting)}&t=${Math.floor(seconds * 10) / 10}`;
export const utteranceHref = (meeting, i) => `/meeting?id=${encodeURIComponent(meeting)}&i=${i}`;

export function startSearch() {
  const input = document.getElementById('search');
  const list = document.getElementById('search-results');
  if (!input) return;
  let waiting = 0;
  let asked = null;
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const show = (...children) => {
    fill(list, children);
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  };
  const look = async () => {
    const query = input.value.trim();
    asked?.abort();
    if (!query) return close();
    asked = new AbortController();
    try {
      const { results } = await get('/api/search', { q: query, k: 8 }, { signal: asked.signal });
      chosen = -1;
      show(results.map(option), el('a', { class: 'search-ask', href: `/ask?q=${encodeURIComponent(query)}` }, t('search_ask', { query })));
      if (!results.length) list.prepend(el('p', { class: 'search-none' }, t('search_none', { query })));
    } catch (error) {
      if (error.name !== 'AbortError') show(el('p', { class: 'search-none' }, error.message));
    }
    return undefined;
  };
  const move = (step) => {
    const options = [...list.querySelectorAll('a')];
    if (!options.length) return;
    chosen = (chosen + step + options.length) % options.length;
    options.forEach((option, k) => option.classList.toggle('chosen', k === chosen));
    input.setAttribute('aria-activedescendant', options[chosen].id || '');
    options[chosen].scrollIntoView({ block: 'nearest' });
  };

  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 180);
  });
  input.addEventListener('keydown', (event) => {
    if (composing(event)) return;
    if (event.key === 'Escape') { close(); input.blur(); }
    if (event.key === 'ArrowDown') { move(1); event.preventDefault(); }
    if (event.key === 'ArrowUp') { move(-1); event.preventDefault(); }
    if (event.key === 'Enter') {
      const target = list.querySelector('a.chosen') ?? list.querySelector('a');
      if (target && !list.hidden) location.assign(target.href);
    }
  });
  document.addEventListener('pointerdown', (event) => {
    if (!event.target.closest('.search')) close();
  });
}

function option(hit, k) {
  return el('a', { id: `search-${k}`, role: 'option', 'aria-selected': 'false', href: momentHref(hit.meeting, hit.start) + `&i=${hit.from_i}` },
    el('span', { class: 'search-where' }, `${hit.title} · ${day(hit.date)}${hit.start ? ` · ${clock(hit.start)}` : ''}`),
    el('span', { class: 'search-words' }, hit.text));
}

