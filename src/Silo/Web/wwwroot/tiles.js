import { get, blob } from './api.js';

/** One side of a picture for the zoom library, its tiles fetched with the caller's key. @param {string} tint colour that stands for white, null for the picture as it is */
export async function tiles(OpenSeadragon, path, signal, tint = null) {
  const { version, width, height, tileSize, overlap, levels } = await get(`${path}/tiles`, signal);
  const source = new OpenSeadragon.TileSource({ width, height, tileSize, tileOverlap: overlap, minLevel: 0, maxLevel: levels - 1 });
  return Object.assign(source, {
    getTileUrl: (level, x, y) => `${path}/tiles/${version}/${level}/${x}/${y}`,
    hasTransparency: () => false,
    downloadTileStart(job) {
      job.userData.stop = new AbortController();
      draw(job.src, AbortSignal.any([signal, job.userData.stop.signal]), tint)
        .then((context) => job.finish(context, null, 'context2d'), (error) => job.fail(error.message, null));
    },
    downloadTileAbort: (job) => job.userData.stop.abort(),
  });
}

async function draw(path, signal, tint) {
  const bitmap = await createImageBitmap(await blob(path, signal));
  const context = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height }).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  if (tint) {
    Object.assign(context, { globalCompositeOperation: 'multiply', fillStyle: tint });
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  }
  return context;
}
