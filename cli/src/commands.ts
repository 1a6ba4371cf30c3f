import type { Command } from './command.ts';

type Load = () => Promise<{ readonly commands: readonly Command[] }>;

const run: Load = () => import('./commands/run.ts');
const remote: Load = () => import('./commands/remote.ts');
const transfer: Load = () => import('./commands/transfer.ts');

/** First words of commands, in the order of `modelyard help`. What a command does not need is not loaded. */
const COMMANDS: Readonly<Record<string, Load>> = {
  init: () => import('./commands/init.ts'),
  draft: () => import('./commands/draft.ts'),
  validate: () => import('./commands/validate.ts'),
  run,
  attach: run,
  cancel: run,
  resume: run,
  prepare: () => import('./commands/prepare.ts'),
  reproduce: () => import('./commands/reproduce.ts'),
  runs: () => import('./commands/runs.ts'),
  data: () => import('./commands/data.ts'),
  features: () => import('./commands/features.ts'),
  evaluate: () => import('./commands/evaluate.ts'),
  predict: () => import('./commands/predict.ts'),
  models: () => import('./commands/models.ts'),
  gate: () => import('./commands/gate.ts'),
  drift: () => import('./commands/drift.ts'),
  monitor: () => import('./commands/monitor.ts'),
  audit: () => import('./commands/audit.ts'),
  push: remote,
  pull: remote,
  gc: remote,
  import: transfer,
  export: transfer,
  doctor: () => import('./commands/doctor.ts'),
  schedule: () => import('./commands/schedule.ts'),
  serve: () => import('./commands/serve.ts'),
  lsp: () => import('./commands/lsp.ts'),
};

/** Every command, in the order of `modelyard help`. */
export async function allCommands(): Promise<readonly Command[]> {
  const loaded = await Promise.all([...new Set(Object.values(COMMANDS))].map((load) => load()));
  return loaded.flatMap(({ commands }) => commands);
}

/** The commands that begin with a word; all of them where none does. */
export async function commandsNamed(word: string): Promise<readonly Command[]> {
  return Object.hasOwn(COMMANDS, word) ? (await COMMANDS[word]!()).commands : allCommands();
}
