import type { InlayHint } from 'vscode-languageserver';
import type { Path } from '../../../../engine/src/language/tree.ts';
import { code, plain } from '../markdown.ts';
import { day, percent, rows } from '../numbers.ts';
import { REMEMBERED } from '../soon.ts';
import { type Hint, type HintsAsked, inlayHint, isNear, isShown } from './hint.ts';

/** Numbers of rows that are known already: of a dataset, of what `where` keeps, of the parts of a split. */
export async function rowHints(asked: HintsAsked): Promise<readonly InlayHint[]> {
  const { file, snapshot } = asked.document;
  const source = file.kind === 'dataset' ? await sourceHint(asked) : undefined;
  const hints = [...(source === undefined ? [] : [source]), ...(await predicateHints(asked)), ...splitHints(asked)];
  return hints.map((hint) => inlayHint(hint, snapshot));
}

async function sourceHint({ document, range }: HintsAsked): Promise<Hint | undefined> {
  const { file, snapshot } = document;
  const { project, knowledge } = snapshot;
  const behind = file.tree.range(['source'], 'key');
  const { name } = file;
  if (name === undefined || file.tree.node(['source']) === undefined || !isShown(behind, { range })) return undefined;
  const profile = await knowledge.profile(name, REMEMBERED);
  const locked = project.locks.get(name)?.rows;
  const number = profile?.rows ?? locked;
  if (number === undefined) return undefined;
  const value = file.tree.scalar(['source']);
  return {
    behind: value === undefined ? behind : file.tree.range(['source']),
    text: rows(number),
    tooltip: profile === undefined ? 'as locked' : undefined,
  };
}

/** Beside predicates over rows. */
async function predicateHints({ document, range }: HintsAsked): Promise<readonly Hint[]> {
  const { file, snapshot } = document;
  const hints: Hint[] = [];
  for (const { path, schema, value } of file.places) {
    if (schema['x-sql'] !== 'predicate' || typeof value !== 'string' || !isNear(path, { document, range })) continue;
    const behind = endOf(document, path);
    if (behind === undefined || !isShown(behind, { range })) continue;
    const preview = await snapshot.knowledge.preview({ file: file.path, path }, REMEMBERED);
    if (preview?.kept === undefined) continue;
    const of = preview.first !== undefined ? `the first ${rows(preview.rows)}` : rows(preview.rows);
    hints.push({
      behind,
      text: percent(preview.kept, preview.rows),
      tooltip: `True for ${rows(preview.kept)} of ${of}`,
    });
  }
  return hints;
}

function endOf({ file }: HintsAsked['document'], path: Path) {
  const scalar = file.tree.scalar(path);
  const text = scalar?.text.trimEnd() ?? '';
  return scalar === undefined || text === '' ? undefined : scalar.range(0, text.length);
}

const PARTS = ['validation', 'test'] as const;

/** What the last run put into the parts of a split. */
function splitHints({ document, range, runs }: HintsAsked): readonly Hint[] {
  const { file } = document;
  return [...(file.pipeline?.steps.values() ?? [])].flatMap((step) => {
    if (step.kind !== 'uses' || step.uses !== 'data/split') return [];
    return PARTS.flatMap((part) => {
      const path = [...step.path, 'with', part];
      if (!isNear(path, { document, range })) return [];
      const run = runs.find(({ steps }) => steps[step.id]?.rows[part] !== undefined);
      const behind = file.tree.range(path);
      if (run === undefined || !step.with.has(part) || !isShown(behind, { range })) return [];
      const number = run.steps[step.id]!.rows[part]!;
      const tooltip = `in run ${code(run.id.slice(0, 8))} on ${plain(day(run.started))}`;
      return [{ behind, text: rows(number), tooltip }];
    });
  });
}
