import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './vscode/repository.ts';

/** What was made in a project to be compared. */
export interface ComparedProject {
  /** Id of the run whose model is production, and of the later one, with fewer rounds. */
  readonly production: string;
  readonly challenger: string;
  /** Commit of the first. */
  readonly commit: string;
}

const EVALUATE = `
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics: [roc_auc, log_loss]
`;

/**
 * Gives the project of the tests in VS Code two runs to compare: the first committed and in production, the second with fewer
 * rounds, a changed script, and a spec that was not committed.
 */
export function makeComparedProject(folder: string): ComparedProject {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const git = (...words: readonly string[]) =>
    execFileSync('git', IDENTITY.concat(words), { cwd: folder, stdio: 'pipe' });
  const spec = `${readFileSync(join(folder, 'survival.pipeline.yaml'), 'utf8').trimEnd()}\n${EVALUATE}`;
  write('survival.pipeline.yaml', spec);
  write('.gitignore', '.modelyard/\n');
  write('notes.py', 'print("first")\n');
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Count the ships');
  modelyard(folder, 'run', 'survival');
  const [production = ''] = runsIn(folder);
  modelyard(folder, 'models', 'register', `run:${production}`, '--name', 'survival');
  modelyard(folder, 'models', 'alias', 'survival:1', 'production');
  write('notes.py', 'print("second")\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Say it once more');
  write('survival.pipeline.yaml', spec.replace('default: 20', 'default: 3'));
  modelyard(folder, 'run', 'survival');
  const challenger = runsIn(folder).find((id) => id !== production) ?? '';
  const [commit = ''] = git('rev-list', '--max-parents=0', 'HEAD').toString().trim().split('\n');
  return { production, challenger, commit };
}

/** Ids of the project's runs. */
export function runsIn(folder: string): readonly string[] {
  const { runs } = JSON.parse(modelyard(folder, 'runs', 'list', '--format', 'json')) as {
    readonly runs: readonly { readonly id: string }[];
  };
  return runs.map(({ id }) => id);
}

const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];

function modelyard(folder: string, ...words: readonly string[]): string {
  const program = join(repository, 'bin/modelyard.mjs');
  return execFileSync(process.execPath, [program, ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
