// Runs before Gradio starts. Gradio takes the language of its labels and of <html> from the browser, and light or dark
// from the system; the person's own choice comes first.
const root = document.documentElement;
const lang = root.dataset.lang;
Object.defineProperty(navigator, 'language', { get: () => lang });
Object.defineProperty(navigator, 'languages', { get: () => [lang] });

const systemDark = matchMedia('(prefers-color-scheme: dark)');
export function wantsDark() {
  const chosen = root.dataset.theme;
  return chosen === 'dark' || (chosen === 'auto' && systemDark.matches);
}
function keep() {
  document.body?.classList.toggle('dark', wantsDark());
}
keep();
systemDark.addEventListener('change', keep);
root.addEventListener('renkei:theme', keep);
new MutationObserver(() => {
  if (document.body.classList.contains('dark') !== wantsDark()) keep();
}).observe(document.body, { attributes: true, attributeFilter: ['class'] });
