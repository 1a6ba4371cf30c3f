import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, type Diagnostic, type Place, type ServerCommand, uriOf } from './server/client.ts';
import { datasetText, PROJECT, pipelineText, plainSchema, smallPipelineText, viewText } from './server/specs.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
/** Not below a folder with a dot: the peer's globs do not look there. */
const work = join(tmpdir(), 'modelyard-bench-server');
const peer = join(root, '.cache/yaml-language-server');
const PEER_VERSION = '2.0.0';

interface Sample {
  readonly name: string;
  readonly text: string;
  /** What our time may be at most, as a share of theirs. */
  readonly wanted: number;
}

/**
 * The language server beside yaml-language-server with an equivalent schema, over stdio, one after the other on the same files: one
 * character to diagnostics, one character and a completion, a burst of keys; and ours alone in a project of 1,000 files.
 * `--only files|project`, `--times N` edits a figure (default 15).
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, times: { type: 'string', default: '15' } },
  });
  execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { stdio: 'ignore' });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  if (values.only !== 'project') await besideYamlServer(Number(values.times));
  if (values.only !== 'files') await wholeProject(Number(values.times));
}

const OURS: ServerCommand = {
  name: 'modelyard',
  program: process.execPath,
  args: [join(root, 'dist/cli.js'), 'lsp', '--stdio'],
  configuration: {},
};

function theirs(): ServerCommand {
  const modules = join(peer, 'node_modules/yaml-language-server');
  if (!existsSync(modules)) {
    mkdirSync(peer, { recursive: true });
    writeFileSync(join(peer, 'package.json'), '{"private": true}');
    execFileSync('npm', ['install', '--save-exact', `yaml-language-server@${PEER_VERSION}`], {
      cwd: peer,
      stdio: 'ignore',
    });
  }
  const schema = join(work, 'schema.json');
  writeFileSync(schema, JSON.stringify(plainSchema()));
  const yaml = {
    validate: true,
    completion: true,
    hover: true,
    schemas: { [uriOf(schema)]: '*.pipeline.yaml' },
    schemaStore: { enable: false },
  };
  return {
    name: 'yaml-language-server',
    program: process.execPath,
    args: [join(modules, 'bin/yaml-language-server'), '--stdio'],
    configuration: { yaml },
  };
}

async function besideYamlServer(times: number): Promise<void> {
  const samples: Sample[] = [
    { name: '100 lines', text: pipelineText(95), wanted: 0.1 },
    { name: '1,000 lines', text: pipelineText(990), wanted: 0.1 },
    { name: '10,000 lines, one block', text: pipelineText(9_990), wanted: 0.2 },
    { name: '10,000 lines, 126 aliases', text: pipelineText(9_990, 127), wanted: 0.2 },
  ];
  const folder = join(work, 'files');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'modelyard.yaml'), PROJECT);
  writeFileSync(join(folder, 'flights.dataset.yaml'), datasetText('flights'));
  const peerCommand = theirs();
  for (const sample of samples) {
    console.log(
      `${sample.name} (${Math.round(sample.text.length / 1024)} kB), load before: ${loadavg()[0]?.toFixed(2)}`,
    );
    writeFileSync(join(folder, 'big.pipeline.yaml'), sample.text);
    const [ours, other] = [
      await figures(OURS, folder, sample.text, times),
      await figures(peerCommand, folder, sample.text, times),
    ];
    for (const key of FIGURES) {
      const ratio = ours[key] / other[key];
      const wanted = WANTED[key]?.(sample) ?? '';
      const unit = key === 'memory' ? 'MB' : 'ms';
      console.log(
        `  ${LABELS[key].padEnd(34)} ${ours[key].toFixed(1).padStart(8)} ${unit}   theirs ${other[key].toFixed(1).padStart(8)} ${unit}   ${ratio.toFixed(3)}${wanted}`,
      );
    }
  }
}

const WARM_UP = 4;

const LABELS = {
  open: 'open to diagnostics',
  diagnostics: 'one character to diagnostics',
  completion: 'type and complete',
  burst: '20 keys, last to completion',
  memory: 'memory of the server',
} as const;
type Figure = keyof typeof LABELS;
const WANTED: Readonly<Partial<Record<Figure, (sample: Sample) => string>>> = {
  diagnostics: ({ wanted }) => ` (wanted: at most ${wanted})`,
  completion: ({ wanted }) => ` (wanted: at most ${wanted})`,
  burst: () => ' (wanted: ours at most 40 ms)',
};
const FIGURES = Object.keys(LABELS) as Figure[];

async function figures(
  command: ServerCommand,
  folder: string,
  text: string,
  times: number,
): Promise<Record<Figure, number>> {
  const uri = uriOf(join(folder, 'big.pipeline.yaml'));
  const client = await Client.start(command, folder);
  const opened = performance.now();
  await client.open(uri, text);
  await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length >= 3);
  const open = performance.now() - opened;
  await pause(1_500);
  // Nobody's first keys: both servers have their code compiled by then.
  for (let i = 0; i < WARM_UP; i++) await typeAndComplete(client, uri, text, i);
  const diagnostics = median(await repeat(times, (i) => oneCharacter(client, uri, text, i)));
  const completion = median(await repeat(times, (i) => typeAndComplete(client, uri, text, i)));
  const burst = median(await repeat(3, () => burstOfKeys(client, uri, text)));
  const memory = client.memory() / 2 ** 20;
  await client.stop();
  return { open, diagnostics, completion, burst, memory };
}

/** A value in the middle becomes wrong, and right again: both are waited for. */
async function oneCharacter(client: Client, uri: string, text: string, i: number): Promise<number> {
  const place = placeOf(text, 'by: time', 0.3 + (0.4 * i) / 100, 'by: time'.length);
  const wrong = (published: { diagnostics: readonly { range: { start: Place } }[] }) =>
    published.diagnostics.some(({ range }) => range.start.line === place.line);
  const start = performance.now();
  await client.edit(uri, place, 0, 'x');
  await client.diagnostics(uri, wrong);
  const took = performance.now() - start;
  await client.edit(uri, place, 1, '');
  await client.diagnostics(uri, (published) => !wrong(published));
  // One key, not a burst: those are measured on their own.
  await pause(300);
  return took;
}

async function typeAndComplete(client: Client, uri: string, text: string, i: number): Promise<number> {
  const place = placeOf(text, '      test: 15%', 0.3 + (0.4 * i) / 100, 6);
  const start = performance.now();
  await client.edit(uri, place, 0, 'v');
  const answer = await client.request<{ items: readonly { label: string }[] } | null>('textDocument/completion', {
    textDocument: { uri },
    position: { line: place.line, character: place.character + 1 },
  });
  const took = performance.now() - start;
  if (!answer?.items.length) throw new Error('no completions');
  await client.edit(uri, place, 1, '');
  await pause(300);
  return took;
}

/** Twenty keys, one each 60 ms, a completion for each, the one before withdrawn; from the last key to its answer. */
async function burstOfKeys(client: Client, uri: string, text: string): Promise<number> {
  const place = placeOf(text, '      test: 15%', 0.5, 6);
  let before: { cancel(): void } | undefined;
  let took = 0;
  for (let key = 0; key < 20; key++) {
    before?.cancel();
    const start = performance.now();
    await client.edit(uri, { ...place, character: place.character + key }, 0, 'v');
    const asked = client.cancellable('textDocument/completion', {
      textDocument: { uri },
      position: { line: place.line, character: place.character + key + 1 },
    });
    before = asked;
    if (key < 19) await pause(60);
    else {
      await asked.answer;
      took = performance.now() - start;
    }
  }
  await client.edit(uri, place, 20, '');
  await pause(1_500);
  return took;
}

/** Milliseconds after the last request. */
const AT_REST = 12_000;

/** 1,000 specs: what one server costs, alone. */
async function wholeProject(times: number): Promise<void> {
  const folder = join(work, 'project');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'modelyard.yaml'), PROJECT);
  const texts = new Map<string, string>();
  for (let i = 0; i < 299; i++) texts.set(`d${i}.dataset.yaml`, datasetText(`d${i}`));
  for (let i = 0; i < 300; i++) texts.set(`v${i}.features.yaml`, viewText(`v${i}`, `d${i % 299}`));
  for (let i = 0; i < 400; i++) {
    const dataset = i < 200 ? 'd0' : `d${i % 299}`;
    texts.set(`p${i}.pipeline.yaml`, smallPipelineText(`p${i}`, dataset, `v${i % 300}`));
  }
  const last = texts.get('p399.pipeline.yaml')!.replace('by: time', 'by: chance');
  for (const [path, text] of texts.set('p399.pipeline.yaml', last)) writeFileSync(join(folder, path), text);
  console.log(`a project of ${texts.size + 1} specs, load before: ${loadavg()[0]?.toFixed(2)}`);
  const dataset = uriOf(join(folder, 'd0.dataset.yaml'));
  const own = uriOf(join(folder, 'p0.pipeline.yaml'));
  const broken = texts.get('p0.pipeline.yaml')!.replace('by: time', 'by: chance');
  const start = performance.now();
  const client = await Client.start(OURS, folder);
  const ready = performance.now();
  await client.open(own, broken);
  await client.diagnostics(own, isNotOneOf);
  console.log(line('own file: start to diagnostics', performance.now() - start, 400));
  console.log(line('  of it after initialize', performance.now() - ready, 400));
  await client.diagnostics(uriOf(join(folder, 'p399.pipeline.yaml')), isNotOneOf);
  console.log(line('whole workspace: start to the last of 1,000 files', performance.now() - start, 4_000));
  const absent = uriOf(join(folder, 'd298.dataset.yaml'));
  await client.diagnostics(absent, ({ diagnostics }) => diagnostics.some(({ code }) => code === 'source-not-found'));
  console.log(line('  with what was looked up about its data', performance.now() - start, 4_000));
  await pause(1_000);
  await client.open(dataset, texts.get('d0.dataset.yaml')!);
  await pause(500);
  const text = texts.get('d0.dataset.yaml')!;
  const place = placeOf(text, 'dataset: d0', 0, 'dataset: d0'.length);
  const dependent = uriOf(join(folder, 'p199.pipeline.yaml'));
  const edits = await repeat(times, async () => {
    const from = performance.now();
    await client.edit(dataset, place, 0, 'x');
    await client.diagnostics(dependent, ({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'unknown-dataset'),
    );
    const took = performance.now() - from;
    await client.edit(dataset, place, 1, '');
    await client.diagnostics(
      dependent,
      ({ diagnostics }) => !diagnostics.some(({ code }) => code === 'unknown-dataset'),
    );
    await pause(100);
    return took;
  });
  console.log(line('an edit in a dataset to the last of its 200 dependents', median(edits), 100));
  const renames = await repeat(times, async () => {
    const from = performance.now();
    const edit = await client.request<{ changes?: object; documentChanges?: readonly object[] }>(
      'textDocument/rename',
      {
        textDocument: { uri: dataset },
        position: placeOf(text, 'dataset: d0', 0, 'dataset: '.length),
        newName: 'departures',
      },
    );
    const files = edit.documentChanges?.length ?? Object.keys(edit.changes ?? {}).length;
    if (files < 200) throw new Error(`the rename touches ${files} files only`);
    return performance.now() - from;
  });
  console.log(line('rename across 200 files', median(renames), 300));
  await pause(AT_REST);
  console.log(
    `  ${'memory of the server process, at rest'.padEnd(56)} ${(client.memory() / 2 ** 20).toFixed(0).padStart(6)} MiB   (wanted: at most 200)`,
  );
  await client.stop();
}

function isNotOneOf({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): boolean {
  return diagnostics.some(({ code }) => code === 'not-one-of');
}

function line(what: string, milliseconds: number, wanted: number): string {
  return `  ${what.padEnd(56)} ${milliseconds.toFixed(0).padStart(6)} ms    (wanted: at most ${wanted})`;
}

/** Where `part` first stands behind this share of the text, so many characters into it. */
function placeOf(text: string, part: string, share: number, into: number): Place {
  const at = text.indexOf(part, Math.floor(text.length * share));
  const offset = (at === -1 ? text.indexOf(part) : at) + into;
  const before = text.slice(0, offset);
  const line = before.split('\n').length - 1;
  return { line, character: offset - (before.lastIndexOf('\n') + 1) };
}

async function repeat(times: number, once: (i: number) => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await once(i));
  return all;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
