// The words of the page, by key; the language is the first part of the address.
const loaders = { es: () => import('data:es'), pt: () => import('data:pt'), en: () => import('data:en') };
let words = {};

/** The language shown: es, pt or en. */
export let language = 'es';

/** Changes the language. */
export async function speak(wanted) {
  words = (await loaders[wanted]()).default;
  language = wanted;
  document.documentElement.lang = wanted;
}

/** A text with its placeholders filled. */
export const t = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/** Whether there is such a text. */
export const has = key => key in words;

/** A name in the language shown, from {es, pt, en}. */
export const named = names => names?.[language] ?? names?.es ?? '';
