/**
 * Writes into the monitors of a project, as another process does: `writeMonitors.ts FOLDER` with JSON on its standard input,
 * `{check, report}` or `{monitor, fired}`.
 */
import { text } from 'node:stream/consumers';
import { openHost } from '../../engine/src/adapters/host.ts';
import type { CheckRecord } from '../../engine/src/ports/monitorStore.ts';

interface Written {
  readonly check?: CheckRecord;
  /** What it found. */
  readonly report?: object;
  /** An alert of the editor that fires since, in milliseconds since 1970. */
  readonly fired?: { readonly monitor: string; readonly at: number };
}

const [folder = '.'] = process.argv.slice(2);
const { check, report = {}, fired } = JSON.parse(await text(process.stdin)) as Written;
const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
const { monitors } = await host.stores(folder);
if (check !== undefined) await monitors.add(check, JSON.stringify(report));
if (fired !== undefined) {
  const key = 'notify editor';
  const before = await monitors.alert(fired.monitor, key);
  await monitors.setAlert(fired.monitor, key, before, { state: 'firing', inRow: 0, fired: fired.at, due: fired.at });
}
await host.close();
