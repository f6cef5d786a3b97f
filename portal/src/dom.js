// Elements. Text enters the page as text nodes only, so that nothing an office or analyst wrote can become markup.
const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) { continue; }
    if (name.startsWith('on')) { element.addEventListener(name.slice(2), value); }
    else if (name === 'value' && element.tagName !== 'LI') { element.value = value; }
    else { element.setAttribute(name, value === true ? '' : value); }
  }
  element.append(...children.flat(3).filter(c => c !== null && c !== undefined && c !== false));
  return element;
}

/** An HTML element; attributes that begin with "on" are listeners. */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** A link only to what a browser may open: an address of somebody's data may hold a script. */
export const link = (address, text) => /^https?:\/\//i.test(address ?? '') ? h('a', { href: address, rel: 'noopener noreferrer' }, text ?? address) : h('span', {}, text ?? address ?? '');

/** A text with its web addresses as links. */
export const linked = text => (text ?? '').split(/(https?:\/\/[^\s,;)]+)/i).map((part, i) => i % 2 ? link(part) : part);

/** Makes a mark of a chart lead somewhere. A chart is one picture to those who do not see it, so its marks are no links: the table beneath has the same ones. */
export const leads = (mark, address) => { mark.dataset.to = address; return mark; };

/** A mark that stands out beside a name. */
export const mark = text => h('span', { class: 'badge warn' }, text);

/** Says something to those who listen. */
export function announce(text) { document.getElementById('live').textContent = text; }

/** Saves bytes or text as a file. */
export function save(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A button that copies what text gives. */
export function copier(text, label, done) {
  const button = h('button', { type: 'button', class: 'quiet', onclick: async () => { await navigator.clipboard.writeText(text()); announce(done); button.textContent = done; } }, label);
  return button;
}
