import { isRecord } from '../../../engine/src/language/isRecord.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import {
  type AlsoCompared,
  COMPARE_PANEL,
  type ComparedSource,
  type CompareSubject,
} from '../../../webviews/compare/protocol.ts';
import { COMPARED_RUN_COMMANDS } from '../contributions.ts';
import type { PanelKind } from './panelKind.ts';

/** The comparison of a project's runs: one panel for each choice of experiments. */
export const COMPARE_KIND: PanelKind<CompareSubject> = {
  type: COMPARE_PANEL,
  page: 'compare',
  icon: 'compare',
  hasOwnFind: true,
  questions: [
    'sources',
    'experiments',
    'runTable',
    'runFilter',
    'runDifferences',
    'dataMoves',
    'pairedRun',
    'pairing',
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
  asksFirst: ({ experiments, source }) => ({
    question: 'runTable',
    params: { ...(experiments.length > 0 && { experiments }), ...(source !== undefined && { source: source.id }) },
  }),
  keyOf: ({ root, experiments, source, also = [] }) =>
    JSON.stringify([
      root,
      source?.id ?? '',
      ...experiments,
      ...also.map((one) => [one.source?.id ?? '', ...one.experiments]),
    ]),
  rootOf: ({ root }) => root,
  titleOf: ({ experiments, also = [] }) =>
    experiments.length === 1 && also.length === 0 ? `Compare ${cut(experiments[0] ?? '')}` : 'Compare runs',
};

function readSubject(kept: unknown): CompareSubject | undefined {
  if (!isRecord(kept)) return undefined;
  const { root, experiments, runs, filter, source, also } = kept;
  if (typeof root !== 'string' || !areTexts(experiments)) return undefined;
  return {
    root,
    experiments,
    ...(isSource(source) && { source: sourceIn(source) }),
    ...(Array.isArray(also) && also.length > 0 && { also: also.flatMap(readAlso) }),
    ...(areTexts(runs) && { runs }),
    ...(typeof filter === 'string' && { filter }),
  };
}

function readAlso(kept: unknown): readonly AlsoCompared[] {
  const { source, experiments } = (kept ?? {}) as Readonly<Record<string, unknown>>;
  if (!areTexts(experiments) || (source !== null && !isSource(source))) return [];
  return [{ source: source === null ? null : sourceIn(source), experiments }];
}

function sourceIn({ id, name, isAway }: ComparedSource): ComparedSource {
  return { id, name, isAway };
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
