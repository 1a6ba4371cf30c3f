import { CompletionItemKind } from 'vscode-languageserver';
import { steps } from '../../../../engine/src/catalog/catalog.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { type Ask, followed } from './ask.ts';
import type { Choice } from './choice.ts';
import { skeleton } from './likely.ts';

/** A step of each built-in kind with what it must be given, and one for a program. */
export function stepEntries(ask: Ask, step: Schema, present: ReadonlySet<string>): readonly Choice[] {
  const { where, kind } = ask;
  if (where.colon) return [];
  const branches = (step.oneOf ?? []).map((branch) => followed(branch, kind));
  const built = branches.find(({ properties }) => Object.hasOwn(properties ?? {}, 'uses'));
  const own = branches.find(({ properties }) => Object.hasOwn(properties ?? {}, 'run'));
  const entries = steps.map(({ uses }): Choice => {
    const name = freeName(uses.slice(uses.indexOf('/') + 1), present);
    const fixed = { uses };
    const text = skeleton(ask).ownEntry(name, withRequired(built ?? {}), where.column, fixed);
    return {
      label: name,
      kind: CompletionItemKind.Module,
      text,
      isSnippet: true,
      detail: uses,
      rank: 'likely',
      doc: { kind: 'step', name: uses },
    };
  });
  const program: Choice = {
    label: freeName('program', present),
    kind: CompletionItemKind.Module,
    text: skeleton(ask).ownEntry(freeName('program', present), own ?? {}, where.column),
    isSnippet: true,
    detail: 'run',
    rank: 'usual',
  };
  return [...entries, program];
}

function withRequired(schema: Schema): Schema {
  return { ...schema, required: [...(schema.required ?? []), 'with'] };
}

function freeName(name: string, present: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}_${count}`;
    if (!present.has(candidate)) return candidate;
  }
}
