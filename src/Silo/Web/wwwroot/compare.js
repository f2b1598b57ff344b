import { fill, h } from './dom.js';
import { tiles } from './tiles.js';
import { library } from './viewer.js';

/** Tiles that are kept decoded, 1 MB each: three screens full of both sides. */
const kept = 72;
const quiet = matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * A picture at any size up to its pixels; with two sides, before and after in one place: drag the line, or use the slider's arrow keys.
 * @param {Element} host what it goes into @param {string} path of the picture @param {string[]} sides of 'after', 'before', 'uncertainty'; the first lies below the others
 */
export async function compare(host, path, signal, sides) {
  const OpenSeadragon = await library();
  const sources = await Promise.all(sides.map((side) => tiles(OpenSeadragon, `${path}/${side}`, signal, side === 'uncertainty')));
  const both = sides.includes('before') && sides.includes('after');
  const stage = h('div', { class: 'stage' });
  const line = h('div', { class: 'line', 'aria-hidden': 'true' });
  const scale = h('output', { class: 'soft', 'aria-label': 'Size' });
  const slider = h('input', { type: 'range', min: 0, max: 100, step: 0.5, value: 50, 'aria-label': 'How much of the original is shown, from the left', oninput: cut });
  const unsure = h('button', { type: 'button', 'aria-pressed': 'false', onclick: overlay }, 'Where it is unsure');
  const figure = h('figure', { class: 'compare' },
    h('div', { class: 'frame' }, stage, both ? line : null, both ? h('span', { class: 'tag left' }, 'Before') : null, both ? h('span', { class: 'tag right' }, 'After') : null),
    both ? slider : null,
    h('p', { class: 'buttons' }, button('Whole picture', () => view.goHome()), button('Pixel for pixel', () => view.zoomTo(item(0).imageToViewportZoom(1))),
      button('+', () => view.zoomBy(2), 'Larger'), button('−', () => view.zoomBy(0.5), 'Smaller'), sides.includes('uncertainty') ? unsure : null, scale));
  signal.throwIfAborted();
  fill(host, figure); // before the viewer, which asks how large it is
  const viewer = OpenSeadragon({
    element: stage, drawer: 'canvas', showNavigationControl: false, animationTime: quiet ? 0 : 0.5, visibilityRatio: 0.5, maxZoomPixelRatio: 8, minZoomImageRatio: 0.5,
    maxImageCacheCount: kept, imageLoaderLimit: 6, tileRetryMax: 3, tileRetryDelay: 1500, timeout: 120000,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  });
  const view = viewer.viewport;
  viewer.canvas.setAttribute('role', 'application');
  viewer.canvas.setAttribute('aria-label', `${both ? 'Before and after' : 'The picture'}: arrow keys move, plus and minus change the size`);
  signal.addEventListener('abort', () => viewer.destroy());
  sources.forEach((tileSource, n) => viewer.addTiledImage({
    tileSource, x: 0, y: 0, width: 1, opacity: sides[n] === 'uncertainty' ? 0 : 1, success: cut,
  }));
  for (const event of ['viewport-change', 'resize']) viewer.addHandler(event, cut);
  line.addEventListener('pointerdown', (start) => {
    line.setPointerCapture(start.pointerId);
    line.onpointermove = (move) => {
      const { left, width } = stage.getBoundingClientRect();
      slider.value = (100 * (move.clientX - left)) / width;
      cut();
    };
    line.onpointerup = line.onpointercancel = () => { line.onpointermove = null; };
  });

  function item(n) {
    return viewer.world.getItemAt(n);
  }

  /** The original ends where the line is, whatever part of the picture is under it. */
  function cut() {
    const original = both && item(sides.indexOf('before'));
    if (!item(0)) return;
    scale.textContent = `${Math.round(100 * item(0).viewportToImageZoom(view.getZoom(true)))} %`;
    if (!original) return;
    const { x, width } = view.getBounds(true);
    const size = original.getContentSize();
    const to = Math.min(size.x, Math.max(0, (x + (width * slider.value) / 100) * size.x));
    original.setOpacity(to > 0 ? 1 : 0);
    original.setClip(new OpenSeadragon.Rect(0, 0, Math.max(1, to), size.y));
    line.style.left = `${slider.value}%`;
    figure.dataset.cut = Math.round(to);
  }

  function overlay() {
    const shown = unsure.getAttribute('aria-pressed') !== 'true';
    unsure.setAttribute('aria-pressed', shown);
    item(sides.indexOf('uncertainty')).setOpacity(shown ? 1 : 0);
  }

  function button(text, onclick, name) {
    return h('button', { type: 'button', onclick, 'aria-label': name }, text);
  }
}
