// A profile for a file that none reads: the server proposes it, a person says what is missing, and its files go to whoever runs the observatory.
import { h, save } from '../dom.js';
import { has, t } from '../text.js';
import { COUNTRIES } from '../region.js';
import { ask, formOf } from './key.js';
import { fieldsOf, filled, left } from './draft.js';

/** Asks for a draft of a file's profile and shows what is to be said, in a place of the page; again reads the file once more. */
export async function wizard(place, file, again) {
  const area = h('select', { name: 'area' }, [['', '–'], ...COUNTRIES.map(c => [c, c])].map(([v, text]) => h('option', { value: v }, text)));
  const proposed = h('div');
  area.addEventListener('change', propose);
  const section = h('section', { class: 'wizard' }, h('h4', {}, t('wizard.title')), h('p', {}, t('wizard.lead')), h('label', {}, t('column.country'), area), proposed);
  place.append(section);
  await propose();

  async function propose() {
    const draft = await ask(`/profiles/draft${area.value ? `?area=${area.value}` : ''}`, { body: formOf(file) });
    proposed.replaceChildren(questions(draft, again));
  }
}

function questions(draft, again) {
  const fields = draft.gaps.flatMap(gap => fieldsOf(gap, draft.files)).map((gap, n) => ({ gap, input: input(gap, n) }));
  const out = h('div');
  const show = () => {
    const files = filled(draft.files, fields.map(f => [f.gap, f.input.value.trim()]));
    const rest = left(files);
    out.replaceChildren(h('p', { class: rest ? 'problem' : 'fine', role: 'status' }, rest ? t('wizard.left', { count: rest }) : t('wizard.whole', { id: draft.id })),
      ...Object.entries(files).map(([name, text]) => h('details', {}, h('summary', {}, name), h('pre', { tabindex: '0' }, text))),
      h('p', { class: 'buttons' }, Object.entries(files).map(([name, text]) => h('button', { type: 'button', class: 'quiet', onclick: () => save(name, text, 'text/plain') }, t('wizard.save', { name }))),
        h('button', { type: 'button', class: 'quiet', onclick: again }, t('send.again'))));
  };
  show();
  return h('div', {}, h('h5', {}, t('wizard.gaps', { count: fields.length })),
    h('form', { class: 'gaps', oninput: show, onsubmit: e => e.preventDefault() },
      fields.map(({ gap, input: field }) => h('label', {}, h('span', {}, gap.file === 'dataset.json' && has(`wizard.field.${gap.where}`) ? t(`wizard.field.${gap.where}`) : gap.what), field,
      gap.candidates.length > 1 ? options(field, gap) : null))), out);
}

// One likely answer is proposed; several are offered.
const input = (gap, n) => h('input', { name: `${gap.file} ${gap.where}`, list: gap.candidates.length > 1 ? `candidates-${n}` : null, value: gap.candidates.length === 1 ? gap.candidates[0] : '', autocomplete: 'off' });
const options = (field, gap) => h('datalist', { id: field.getAttribute('list') }, gap.candidates.map(c => h('option', { value: c })));
