// The words of the interface, in the page's language.
const base = document.querySelector('meta[name=renkei-base]').content;
export const lang = document.documentElement.dataset.lang;
const { default: words } = await import(`${base}/words.${lang}.js`);

/** t('lines', {n: 3}). "one || several" chooses by n. An unknown name shows itself, so that a test can see it. */
export function t(name, values = {}) {
  let sentence = words[name];
  if (sentence === undefined) return `⟨${name}⟩`;
  if (sentence.includes(' || ')) sentence = sentence.split(' || ')[values.n === 1 ? 0 : 1];
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}
