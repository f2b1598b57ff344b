import { get, blob } from './api.js';

/** One side of a picture for the zoom library, its tiles fetched with the caller's key. @param {boolean} heat to colour what is bright and leave out what is dark */
export async function tiles(OpenSeadragon, path, signal, heat = false) {
  const { version, width, height, tileSize, overlap, levels } = await get(`${path}/tiles`, signal);
  const source = new OpenSeadragon.TileSource({ width, height, tileSize, tileOverlap: overlap, minLevel: 0, maxLevel: levels - 1 });
  return Object.assign(source, {
    getTileUrl: (level, x, y) => `${path}/tiles/${version}/${level}/${x}/${y}`,
    hasTransparency: () => heat,
    downloadTileStart(job) {
      job.userData.stop = new AbortController();
      draw(job.src, AbortSignal.any([signal, job.userData.stop.signal]), heat)
        .then((context) => job.finish(context, null, 'context2d'), (error) => job.fail(error.message, null));
    },
    downloadTileAbort: (job) => job.userData.stop.abort(),
  });
}

async function draw(path, signal, heat) {
  const bitmap = await createImageBitmap(await blob(path, signal));
  const context = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height }).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  if (heat) glow(context);
  return context;
}

/** A third of full brightness hides what lies below: most differences are small ones. */
function glow(context) {
  const image = context.getImageData(0, 0, context.canvas.width, context.canvas.height);
  for (let p = 0; p < image.data.length; p += 4) image.data.set([255, 61, 0, Math.min(255, 3 * image.data[p])], p);
  context.putImageData(image, 0, 0);
}
