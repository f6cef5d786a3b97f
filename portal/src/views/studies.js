import { h } from '../dom.js';
import { t } from '../text.js';
export async function view(at) { return [h('h1', {}, t(`menu.${at.view}`))]; }
