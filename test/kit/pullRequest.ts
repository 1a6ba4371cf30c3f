import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gitIn, identify } from './gitProject.ts';
import { onnxModel } from './onnxModel.ts';
import { commandLine, type Said, testProject } from './project.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A clone of the hub, as a runner or a colleague has it. */
export interface Clone {
  readonly folder: string;
  git(...args: string[]): string;
  modelyard(line: string | readonly string[]): Promise<Said>;
  read(path: string): string;
  write(path: string, text: string): void;
  commit(subject: string): string;
  /** Runs a script as a job does: a shell that stops at the first failure. */
  bash(script: string, variables?: Readonly<Record<string, string>>): Promise<ShellSaid>;
}

export interface ShellSaid {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What calls the program of this checkout. */
export const MODELYARD = `${process.execPath} ${fileURLToPath(new URL('../../bin/modelyard.mjs', import.meta.url))}`;

/** A bare hub, a shared folder with objects, and Ada's clone of `main`, where version 1 of `late` is in production. */
export async function pullRequests(t: Parameters<typeof temporaryFolder>[0]) {
  const place = temporaryFolder(t);
  const [hub, share] = [join(place, 'hub.git'), join(place, 'share')];
  mkdirSync(share);
  gitIn(place)('init', '-q', '--bare', '-b', 'main', hub);
  const project = testProject(t, FIXTURE.replace('SHARE', share));
  project.write('model.onnx', onnxModel(1));
  await project.parquet('data/rows.parquet', ROWS);
  const clones = { count: 0 };
  const clone = (branch: string, ...more: readonly string[]): Clone => {
    clones.count += 1;
    const folder = join(place, `clone-${clones.count}`);
    gitIn(place)('clone', '-q', '--branch', branch, ...more, more.includes('--depth') ? `file://${hub}` : hub, folder);
    identify(gitIn(folder));
    return cloneIn(folder);
  };
  const ada = cloneIn(project.folder);
  ada.git('init', '-q', '-b', 'main');
  identify(ada.git);
  ada.git('remote', 'add', 'origin', hub);
  await ok(ada.modelyard('data lock'));
  const train = async (weight: number): Promise<void> => {
    project.write('model.onnx', onnxModel(weight));
    await ok(ada.modelyard('run late --quiet'));
  };
  ada.commit('Begin');
  await train(1);
  await ok(ada.modelyard('models promote late:1 --alias production'));
  ada.commit('First version');
  await ok(ada.modelyard('push'));
  ada.git('push', '-q', '-u', 'origin', 'main');
  /** From main: what `work` does, pushed as a branch. */
  const branch = async (name: string, work: () => Promise<void>): Promise<void> => {
    ada.git('switch', '-q', '-c', name, 'main');
    await work();
    await ok(ada.modelyard('push'));
    ada.git('push', '-q', 'origin', name);
  };
  return { place, hub, share, project, ada, clone, train, branch };
}

/** A command that has to go well. */
export async function ok(said: Promise<Said>): Promise<Said> {
  const answer = await said;
  if (answer.code !== 0) throw new Error(`${answer.code}: ${answer.err}${answer.out}`);
  return answer;
}

/** A folder that is a clone already. */
export function cloneIn(folder: string): Clone {
  const git = gitIn(folder);
  return {
    folder,
    git,
    modelyard: (line) => commandLine(folder, line),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    commit(subject) {
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', subject);
      return git('rev-parse', 'HEAD');
    },
    bash: (script, variables = {}) =>
      new Promise((resolve) => {
        const env = { PATH: process.env['PATH'], HOME: folder, CI: 'true', MODELYARD, ...variables };
        const words = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
        execFile('bash', words, { cwd: folder, env, encoding: 'utf8' }, (error, out, err) =>
          resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
        );
      }),
  };
}

/** Rows with a truth that x tells half of. */
const ROWS = `select i as id, (hash(i) % 1000) / 250.0 - 2 as x, (hash(i * 7) % 1000) / 250.0 - 2 + (hash(i) % 1000) / 250.0 - 2 > 0 as late
  from range(3000) as r(i)`;

const FIXTURE = `
#- modelyard.yaml
project: small
language: 1
remote: file://SHARE
#- .gitignore
data/
.modelyard/
#- rows.dataset.yaml
dataset: rows
source: data/rows.parquet
key: [id]
#- late.modelcard.yaml
modelcard: late
model: late@production
owners: [{name: Ada, email: ada@example.org}]
license: Apache-2.0
intended_use: {primary: tests, users: testers, out_of_scope: all else}
training_data: rows
metrics: {roc_auc: 0.8}
limitations: none
ethical_considerations: none
risk: {level: minimal, regulations: []}
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: good enough, threshold: roc_auc, min: 0.6, bound: low}
      - {name: not worse, better_than: production, metric: roc_auc, margin: 0.002}
      - {name: described, card: complete}
      - {name: small, size: 50MB}
      - {name: quick, latency_p95: 5s}
#- late.pipeline.yaml
pipeline: late
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 50%}
  train:
    run: cp model.onnx \${{ outputs.model }}
    inputs: {file: model.onnx, data: "\${{ steps.split.train }}"}
    outputs: {model: model.onnx}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics: [roc_auc, log_loss]
      intervals: {resamples: 200}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: late}
`;
