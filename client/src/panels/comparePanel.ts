import { COMMANDS } from '../../../server/src/protocol.ts';
import { COMPARE_PANEL, type ComparedSource, type CompareSubject } from '../../../webviews/compare/protocol.ts';
import { COMPARED_RUN_COMMANDS } from '../contributions.ts';
import type { PanelKind } from './panelKind.ts';

/** The comparison of a project's runs: one panel for each choice of experiments. */
export const COMPARE_KIND: PanelKind<CompareSubject> = {
  type: COMPARE_PANEL,
  page: 'compare',
  icon: 'compare',
  hasOwnFind: true,
  questions: [
    'runTable',
    'runFilter',
    'runDifferences',
    'dataMoves',
    'runFile',
    'explanation',
    'rerun',
    'series',
    'curves',
    'runPage',
    'runParts',
    'models',
    'artifact',
    'artifactPreview',
  ],
  commands: [COMMANDS.openRun, COMMANDS.runPipeline, ...COMPARED_RUN_COMMANDS],
  read: readSubject,
  keyOf: ({ root, experiments, source }) => JSON.stringify([root, source?.id ?? '', ...experiments]),
  rootOf: ({ root }) => root,
  titleOf: ({ experiments }) => (experiments.length === 1 ? `Compare ${cut(experiments[0] ?? '')}` : 'Compare runs'),
};

function readSubject(kept: unknown): CompareSubject | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { root, experiments, runs, filter, source } = kept as Readonly<Record<string, unknown>>;
  if (typeof root !== 'string' || !areTexts(experiments)) return undefined;
  return {
    root,
    experiments,
    ...(isSource(source) && { source: { id: source.id, name: source.name, isAway: source.isAway } }),
    ...(areTexts(runs) && { runs }),
    ...(typeof filter === 'string' && { filter }),
  };
}

function isSource(value: unknown): value is ComparedSource {
  const { id, name, isAway } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof name === 'string' && typeof isAway === 'boolean';
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function cut(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39)}…` : name;
}
