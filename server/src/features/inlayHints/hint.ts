import type { InlayHint, Range } from 'vscode-languageserver';
import { comparePositions, type Range as SpecRange } from '../../../../engine/src/language/problem.ts';
import type { Path } from '../../../../engine/src/language/tree.ts';
import type { PipelineRun } from '../../data/knowledge.ts';
import type { Document, Snapshot } from '../spot.ts';

export interface HintsAsked {
  readonly document: Document;
  readonly range: Range;
  /** Of the pipeline in this file, the newest first. */
  readonly runs: readonly PipelineRun[];
}

export interface Hint {
  /** What it stands behind. */
  readonly behind: SpecRange;
  readonly text: string;
  /** Markdown. */
  readonly tooltip?: string | undefined;
  /** File of the project that the hint leads to. */
  readonly leadsTo?: string | undefined;
}

export function inlayHint({ behind, text, tooltip, leadsTo }: Hint, { uri }: Pick<Snapshot, 'uri'>): InlayHint {
  const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return {
    position: behind.end,
    label: leadsTo === undefined ? text : [{ value: text, location: { uri: uri(leadsTo), range: top } }],
    paddingLeft: true,
    ...(tooltip === undefined ? {} : { tooltip: { kind: 'markdown', value: tooltip } }),
  };
}

/** Whether the value at a path lies, at least in part, in the range that was asked for; cheaper than to tell where a part of it stands. */
export function isNear(path: Path, { document: { file }, range }: Pick<HintsAsked, 'document' | 'range'>): boolean {
  const { tree } = file;
  const node = tree.node(path);
  if (node === undefined) return false;
  return node.end >= tree.lines.offset(range.start) && node.start <= tree.lines.offset(range.end);
}

/** Whether a hint behind a range would stand in the range that was asked for. */
export function isShown({ end }: SpecRange, { range }: Pick<HintsAsked, 'range'>): boolean {
  return comparePositions(end, range.start) >= 0 && comparePositions(end, range.end) <= 0;
}
