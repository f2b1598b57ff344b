import { picture } from './api.js';
import { h } from './dom.js';

/** Before and after in one place: drag, or use the arrow keys, to see more of one or of the other. */
export async function compare(path, signal, size) {
  const [before, after] = await Promise.all(['before', 'after'].map((side) => picture(`${path}/${side}?size=${size}`, signal)));
  signal.addEventListener('abort', () => [before, after].forEach((address) => URL.revokeObjectURL(address)));
  const over = h('img', { class: 'over', src: before, alt: 'Before' });
  const slider = h('input', { type: 'range', min: 0, max: 100, value: 50, 'aria-label': 'How much of the original is shown, from the left', oninput: cut });
  const base = h('img', { src: after, alt: 'After' });
  cut();
  return h('figure', { class: size > 2000 ? 'compare real' : 'compare' }, h('div', { class: 'pair' }, base, over), slider);

  function cut() {
    over.style.clipPath = `inset(0 ${100 - slider.value}% 0 0)`;
  }
}
