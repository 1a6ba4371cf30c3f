import type { FoundProblem } from '../../engine/src/checks/all.ts';
import { Failure } from '../../engine/src/failure.ts';
import { madeOf, madeOfIt, prepareLineage } from '../../server/src/features/callHierarchy.ts';
import { codeActions, resolveCodeAction } from '../../server/src/features/codeActions.ts';
import { codeLenses, resolveCodeLens } from '../../server/src/features/codeLens.ts';
import { complete, resolveCompletion } from '../../server/src/features/completion.ts';
import { definition } from '../../server/src/features/definition.ts';
import { documentHighlights } from '../../server/src/features/documentHighlight.ts';
import { documentLinks } from '../../server/src/features/documentLinks.ts';
import { documentSymbols } from '../../server/src/features/documentSymbols.ts';
import { foldingRanges } from '../../server/src/features/foldingRanges.ts';
import { format, formatOnType } from '../../server/src/features/formatting.ts';
import { hover } from '../../server/src/features/hover.ts';
import { inlayHints } from '../../server/src/features/inlayHints.ts';
import { references } from '../../server/src/features/references.ts';
import { prepareRename, rename } from '../../server/src/features/rename.ts';
import { selectionRanges } from '../../server/src/features/selectionRanges.ts';
import { semanticTokens } from '../../server/src/features/semanticTokens.ts';
import { signatureHelp } from '../../server/src/features/signatureHelp.ts';
import type { Spot } from '../../server/src/features/spot.ts';
import { workspaceSymbols } from '../../server/src/features/workspaceSymbols.ts';
import { COMMANDS } from '../../server/src/protocol.ts';

const STYLE = { tabSize: 2, insertSpaces: true };
const commands = new Set(Object.values(COMMANDS));
const { signal } = new AbortController();

type Question = (spot: Spot, problems: readonly FoundProblem[]) => unknown;

/** Everything that an editor asks, by feature; what can be resolved is. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  completion: async (spot) => {
    const { items } = await complete(spot, signal);
    for (const item of items.slice(0, 3)) await resolveCompletion(item, spot.snapshot, signal);
  },
  hover: (spot) => hover(spot, signal),
  signatureHelp: (spot) => signatureHelp(spot),
  definition,
  references: (spot) => references(spot, { declarations: true }),
  rename: (spot) => unlessRefused(() => prepareRename(spot) && rename(spot, 'renamed')),
  documentHighlights,
  documentSymbols,
  workspaceSymbols: (spot) => workspaceSymbols([spot.snapshot], 'a', signal),
  lineage: (spot) => {
    for (const item of prepareLineage(spot) ?? []) {
      madeOf(item, spot.snapshot);
      madeOfIt(item, spot.snapshot);
    }
  },
  codeLenses: async (spot) => {
    for (const lens of await codeLenses(spot, commands, signal)) await resolveCodeLens(lens, spot.snapshot, signal);
  },
  inlayHints: (spot) => inlayHints(spot, whole(spot), signal),
  codeActions: async (spot, problems) => {
    const only = ['quickfix', 'refactor', 'source.fixAll'];
    for (const action of codeActions(spot, { range: whole(spot), problems, only }, signal))
      await resolveCodeAction(action, spot.snapshot, signal);
  },
  formatting: (spot) => format(spot, STYLE),
  rangeFormatting: (spot) => format(spot, STYLE, { start: whole(spot).start, end: placeOf(spot) }),
  onTypeFormatting: (spot) => formatOnType(spot, STYLE),
  foldingRanges,
  selectionRanges: (spot) => selectionRanges(spot, [spot.offset]),
  semanticTokens: (spot) => semanticTokens(spot),
  documentLinks,
};

/** Asks every feature at a place. Rejects naming the feature that threw, or took longer than `limit` milliseconds of processor time. */
export async function askEverything(spot: Spot, problems: readonly FoundProblem[], limit: number): Promise<void> {
  for (const [name, ask] of Object.entries(QUESTIONS)) {
    const before = process.cpuUsage();
    try {
      await ask(spot, problems);
    } catch (error) {
      throw new Error(`${name} threw at ${spot.file.path}:${spot.offset}`, { cause: error });
    }
    const { user } = process.cpuUsage(before);
    if (user > limit * 1000)
      throw new Error(`${name} took ${Math.round(user / 1000)} ms at ${spot.file.path}:${spot.offset}`);
  }
}

function unlessRefused(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function placeOf({ file, offset }: Spot) {
  return file.tree.lines.position(offset);
}

function whole({ file }: Spot) {
  return { start: { line: 0, character: 0 }, end: file.tree.lines.position(file.text.length) };
}
