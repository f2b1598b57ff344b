import { curve, residuals } from './curve.js';
import { count, facts, h } from './dom.js';
import { kernelMap } from './kernel.js';

const codes = (value) => (value == null ? null : `${(255 * value).toFixed(2)}/255`);

/** What was done, what was learned, and the proof of both files. */
export function details(sidecar, entry) {
  const trust = sidecar.confidence;
  return h('div', { class: 'columns' },
    h('section', {}, h('h2', {}, 'What was done'), facts([
      ['Decided by', sidecar.decision ? `${sidecar.decision.by}, ${new Date(sidecar.decision.at).toLocaleString()}` : null], ['Task', sidecar.task], ['Profile', sidecar.profile], ['Steps', sidecar.stoppedBy && sidecar.stoppedBy !== 'given' ? `${sidecar.steps}, ended by ${sidecar.stoppedBy}` : String(sidecar.steps)], ['Guidance', sidecar.guidance], ['Seed', String(sidecar.seed)],
      ['Size', sidecar.width ? `${sidecar.width} × ${sidecar.height}, ${sidecar.bitDepth} bit` : 'can’t be decoded'], ['Noise in the original', codes(sidecar.noiseSigma)], ['Residual', codes(sidecar.residual)],
      ['Trust', trust ? trust.score.toFixed(2) : null], ['Exposure', sidecar.exposure?.toFixed(2)], ['Film', sidecar.frames ? `${sidecar.frames} frames, light × ${sidecar.light.toFixed(3)}` : null],
      ['Prior', `${sidecar.prior.name} ${sidecar.prior.version}`], ['Made by', `${sidecar.software}${sidecar.device ? ` on ${sidecar.device}` : ''} in ${sidecar.elapsedSeconds.toFixed(1)} s`],
      ['Notes', (sidecar.notes ?? []).join(' ')],
    ])),
    sidecar.kernel ? h('section', {}, h('h2', {}, 'Kernel that was found'), kernelMap(sidecar.kernel), h('p', { class: 'soft' }, sidecar.kernel.size > 1 ? `${sidecar.kernel.size} × ${sidecar.kernel.size} pixels` : 'One pixel: no blur was assumed.')) : null,
    curve('Guidance scale', sidecar.guidanceScale), curve('Loss', sidecar.loss), curve('Residual', residuals(sidecar.loss), ', in codes of 255'),
    h('section', {}, h('h2', {}, 'Files'), facts([
      ['Original', `${entry.input}, ${count(sidecar.input.bytes)} bytes`], ['SHA-256', h('code', {}, sidecar.input.sha256)],
      ['Result', `${sidecar.output.path}, ${count(sidecar.output.bytes)} bytes`], ['SHA-256', h('code', {}, sidecar.output.sha256)],
      ['Settings', h('code', {}, sidecar.settingsHash)],
    ])));
}
