import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitIn, identify } from '../../test/kit/gitProject.ts';
import { onnxModel } from '../../test/kit/onnxModel.ts';
import { repository } from '../../test/kit/vscode/repository.ts';

const CARD = `modelcard: sigmoid
model: sigmoid
owners: [{name: Ada, email: ada@example.org}]
`;

/** A repository with a model whose first version has the alias, and whose newest is to have it; so many gates guard it. */
export function makeProject(
  folder: string,
  { versions, gates }: { readonly versions: number; readonly gates: number },
) {
  const git = gitIn(folder);
  git('init', '-q', '-b', 'main');
  identify(git);
  const modelyard = (...words: string[]) =>
    execFileSync(process.execPath, [join(repository, 'bin/modelyard.mjs'), ...words], { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'modelyard.yaml'), 'project: bench\nlanguage: 1\n');
  writeFileSync(join(folder, '.gitignore'), '*.onnx\n.modelyard/\n');
  writeFileSync(join(folder, 'default.policy.yaml'), policy(gates));
  writeFileSync(join(folder, 'sigmoid.modelcard.yaml'), CARD);
  for (let version = 1; version <= versions; version += 1) {
    writeFileSync(join(folder, `${version}.onnx`), onnxModel(version));
    modelyard('models', 'register', `${version}.onnx`, '--name', 'sigmoid');
  }
  git('add', '-A');
  git('commit', '-q', '-m', `${versions} versions`);
  modelyard('models', 'promote', 'sigmoid:1', '--alias', 'production');
}

function policy(gates: number): string {
  const lines = Array.from({ length: gates }, (_, at) => `      - {name: small ${at + 1}, size: ${50 + at}MB}`);
  return `policy: default\napplies_to: ["*"]\naliases:\n  production:\n    gates:\n${lines.join('\n')}\n`;
}
