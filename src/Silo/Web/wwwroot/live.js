import { curve, residuals } from './curve.js';
import { h } from './dom.js';
import { kernelMap } from './kernel.js';

/** A picture in work: what it has learned up to this step. @param {{step:number, steps:number, kernel:object, guidanceScale:number[], loss:number[]}} work */
export function live(work) {
  return h('section', { 'aria-label': 'In work' },
    h('p', { class: 'soft', id: 'step' }, `Step ${work.step} of ${work.steps}`),
    h('progress', { max: Math.max(1, work.steps), value: work.step, 'aria-label': 'Steps done' }),
    h('div', { class: 'columns' },
      h('section', {}, h('h2', {}, 'Kernel so far'), kernelMap(work.kernel), h('p', { class: 'soft' }, work.kernel.size > 1 ? `${work.kernel.size} × ${work.kernel.size} pixels` : 'One pixel: no blur is assumed.')),
      curve('Guidance scale so far', work.guidanceScale), curve('Loss so far', work.loss), curve('Residual so far', residuals(work.loss), ', in codes of 255')));
}
