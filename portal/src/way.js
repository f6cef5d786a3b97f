// Addresses of the portal, and going there.
import { language } from './text.js';

let show = () => {};

/** What shows the view of an address. */
export function onMove(action) { show = action; }

/** Goes to an address of the portal. */
export function go(address) {
  history.pushState(null, '', address);
  show(true);
}

/** The address of a view in the language shown. */
export function to(view, parameters = {}, lang = language) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, v]) => v !== null && v !== undefined && v !== '')).toString().replaceAll('%2C', ',');
  return `/${lang}${view ? `/${view}` : ''}${query ? `?${query}` : ''}`;
}
