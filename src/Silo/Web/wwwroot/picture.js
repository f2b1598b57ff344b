import { get, picture } from './api.js';
import { compare } from './compare.js';
import { curve } from './curve.js';
import { count, facts, fill, h, notice } from './dom.js';
import { kernelMap } from './kernel.js';

const codes = (value) => (value == null ? null : `${(255 * value).toFixed(2)}/255`);

/** One picture: before and after, what was learned, what was done, and the proof of both files. */
export async function picturePage(main, signal, id, shard, item) {
  const path = `/jobs/${encodeURIComponent(id)}/items/${Number(shard)}/${Number(item)}`;
  const { item: entry, sidecar, failure } = await get(path, signal);
  const view = h('div');
  const sizes = h('p', { class: 'buttons' },
    h('button', { type: 'button', onclick: () => look(1600) }, 'Fit'),
    h('button', { type: 'button', onclick: () => look(4096) }, 'Full size (up to 4096 pixels)'),
    sidecar?.uncertainty ? h('button', { type: 'button', onclick: doubt }, 'Where it is unsure') : null);
  fill(main,
    h('p', {}, h('a', { href: `#/jobs/${encodeURIComponent(id)}` }, `Back to ${id}`)),
    h('h1', {}, entry.output), h('p', {}, `${entry.status}${sidecar?.reason ? `: ${sidecar.reason}` : ''}`),
    failure ? h('p', { class: 'bad' }, `${failure.message} (${failure.attempts} attempts)`) : null,
    sidecar ? sizes : null, view, sidecar ? details(sidecar, entry) : h('p', { class: 'soft' }, 'There is no result yet.'));
  await (sidecar ? look(1600) : alone('before', 'Original'));

  async function look(size) {
    try {
      view.replaceChildren(await compare(path, signal, size));
    } catch (error) {
      if (!signal.aborted) notice(error.message);
    }
  }

  function doubt() {
    return alone('uncertainty', 'Bright where the samples differ');
  }

  async function alone(side, text) {
    try {
      view.replaceChildren(h('figure', { class: 'compare' }, h('div', { class: 'pair' }, h('img', { src: await picture(`${path}/${side}?size=1600`, signal), alt: text }))));
    } catch (error) {
      if (!signal.aborted) notice(error.message);
    }
  }
}

function details(sidecar, entry) {
  const trust = sidecar.confidence;
  return h('div', { class: 'columns' },
    h('section', {}, h('h2', {}, 'What was done'), facts([
      ['Task', sidecar.task], ['Profile', sidecar.profile], ['Steps', String(sidecar.steps)], ['Guidance', sidecar.guidance], ['Seed', String(sidecar.seed)],
      ['Size', `${sidecar.width} × ${sidecar.height}, ${sidecar.bitDepth} bit`], ['Noise in the original', codes(sidecar.noiseSigma)], ['Residual', codes(sidecar.residual)],
      ['Trust', trust ? trust.score.toFixed(2) : null], ['Exposure', sidecar.exposure?.toFixed(2)], ['Film', sidecar.frames ? `${sidecar.frames} frames, light × ${sidecar.light.toFixed(3)}` : null],
      ['Prior', `${sidecar.prior.name} ${sidecar.prior.version}`], ['Made by', `${sidecar.software} on ${sidecar.device} in ${sidecar.elapsedSeconds.toFixed(1)} s`],
      ['Notes', (sidecar.notes ?? []).join(' ')],
    ])),
    sidecar.kernel ? h('section', {}, h('h2', {}, 'Kernel that was found'), kernelMap(sidecar.kernel), h('p', { class: 'soft' }, sidecar.kernel.size > 1 ? `${sidecar.kernel.size} × ${sidecar.kernel.size} pixels` : 'One pixel: no blur was assumed.')) : null,
    curve('Guidance scale', sidecar.guidanceScale), curve('Loss', sidecar.loss),
    h('section', {}, h('h2', {}, 'Files'), facts([
      ['Original', `${entry.input}, ${count(sidecar.input.bytes)} bytes`], ['SHA-256', h('code', {}, sidecar.input.sha256)],
      ['Result', `${sidecar.output.path}, ${count(sidecar.output.bytes)} bytes`], ['SHA-256', h('code', {}, sidecar.output.sha256)],
      ['Settings', h('code', {}, sidecar.settingsHash)],
    ])));
}
