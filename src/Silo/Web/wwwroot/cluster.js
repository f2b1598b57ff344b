import { get } from './api.js';
import { count, facts, h, notice, table } from './dom.js';

const pause = 5000;

/** Silos, devices and the queue, refreshed while somebody looks. */
export async function clusterPage(main, signal) {
  draw(await get('/cluster', signal));
  const timer = setInterval(async () => {
    try {
      draw(await get('/cluster', signal));
      notice('');
    } catch (error) {
      if (!signal.aborted) notice(error.message);
    }
  }, pause);
  signal.addEventListener('abort', () => clearInterval(timer));

  function draw(cluster) {
    main.replaceChildren(
      h('h1', {}, `Cluster ${cluster.clusterId}`),
      h('p', { class: 'soft' }, cluster.software),
      h('h2', {}, 'Queue'),
      h('div', { class: 'columns' },
        facts([['Jobs running', count(cluster.queue.running)], ['Jobs paused', count(cluster.queue.paused)], ['Jobs being listed', count(cluster.queue.listing)]]),
        facts([['Pictures waiting', count(cluster.queue.waiting)], ['Pictures in work', count(cluster.queue.inWork)]])),
      h('h2', {}, 'Silos'),
      table(['Name', 'Role', 'State', 'Device', '#Batch fill', '#Busy', '#Steps a second', 'Prior', 'Since', 'Address'], cluster.silos.map((silo) => [
        silo.name, silo.role, h('span', { class: silo.status === 'active' ? 'good' : 'bad' }, silo.status), silo.device,
        ...use(silo.use), h('code', {}, (silo.prior ?? '').slice(0, 12)),
        new Date(silo.started).toLocaleString(), silo.address])));
  }
}

/** How full and how busy a device is; empty for silos without one. */
function use(device) {
  if (!device) return ['', '', ''];
  return [
    h('span', { class: 'fill' }, `${device.inWork} of ${device.slots} `, h('meter', { min: 0, max: Math.max(1, device.slots), value: device.inWork, 'aria-label': 'Pictures in work of those taken at once' })),
    `${Math.round(100 * device.busy)} %`, device.stepsPerSecond.toFixed(1),
  ];
}
