import { h } from './dom.js';

const svg = 'http://www.w3.org/2000/svg';

/** A curve over the steps, with its ends in words for those who don't see it. */
export function curve(name, values, unit = '') {
  if (!values || values.length < 2) return null;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, n) => `${(100 * n) / (values.length - 1)},${high > low ? 38 - (36 * (value - low)) / (high - low) : 20}`);
  const line = document.createElementNS(svg, 'polyline');
  line.setAttribute('points', points.join(' '));
  const picture = document.createElementNS(svg, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 100 40', preserveAspectRatio: 'none', class: 'curve', role: 'img', 'aria-label': `${name} over ${values.length} steps` })) {
    picture.setAttribute(key, value);
  }
  picture.append(line);
  return h('div', {}, h('h2', {}, name), picture, h('p', { class: 'soft' }, `${values[0].toPrecision(3)} at first, ${values.at(-1).toPrecision(3)} at last; between ${low.toPrecision(3)} and ${high.toPrecision(3)}${unit}`));
}

/** What the degraded estimate leaves unexplained, from the mean of its squares. */
export const residuals = (loss) => loss?.map((value) => 255 * Math.sqrt(value));
