import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onnxModel } from './onnxModel.ts';
import { commandLine } from './project.ts';

// A process that registers models of its own in a clone, and publishes each unless it is offline: `node racer.ts FOLDER FIRST COUNT [offline]`.
const [, , folder = '', first = '0', count = '0', offline] = process.argv;
for (let weight = Number(first); weight < Number(first) + Number(count); weight++) {
  writeFileSync(join(folder, `${weight}.onnx`), onnxModel(weight));
  const registered = await commandLine(folder, `models register ${weight}.onnx --name sigmoid`);
  if (registered.code !== 0) throw new Error(registered.err);
  if (offline !== undefined) continue;
  const [, version] = /sigmoid:(\d+)/.exec(registered.out) ?? [];
  const published = await commandLine(folder, `models publish sigmoid:${version} --format json`);
  if (published.code !== 0) throw new Error(published.err);
  process.stdout.write(`${published.out.replaceAll('\n', '')}\n`);
}
