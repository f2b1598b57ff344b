import { h } from './dom.js';

/** The learned kernel as a heat map: black is nothing, white the largest weight. @param {{size:number, channels:number[][]}} kernel */
export function kernelMap(kernel) {
  const { size } = kernel;
  const canvas = h('canvas', { class: 'kernel', width: size, height: size, role: 'img', 'aria-label': `Blur kernel of ${size} by ${size} pixels` });
  const context = canvas.getContext('2d');
  const image = context.createImageData(size, size);
  const top = Math.max(1e-9, ...kernel.channels.flat());
  for (let p = 0; p < size * size; p++) {
    for (let c = 0; c < 3; c++) {
      const weight = (kernel.channels[c] ?? kernel.channels[0])[p];
      image.data[p * 4 + c] = Math.round(255 * Math.sqrt(Math.max(0, weight) / top));
    }
    image.data[p * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
