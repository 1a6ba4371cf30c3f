import type { SignatureHelp } from 'vscode-languageserver';
import { functionNamed } from '../../../engine/src/language/expressions/functions.ts';
import { askAt } from './completion/ask.ts';
import { isCondition } from './completion/expressions.ts';
import { openExpression, scalarAround } from './completion/scalarText.ts';
import { SQL_FUNCTIONS } from './completion/sqlFunctions.generated.ts';
import { lexSql, type SqlToken } from './completion/sqlTokens.ts';
import type { Spot } from './spot.ts';

/** The function of an expression or of SQL around a place, and which argument is being written. */
export async function signatureHelp(spot: Spot): Promise<SignatureHelp | null> {
  const ask = askAt(spot, new AbortController().signal);
  if (ask === undefined || (ask.where.part !== 'value' && ask.where.part !== 'start')) return null;
  const { before } = scalarAround(ask);
  const open = openExpression(before);
  const isExpression = open !== undefined || isCondition(ask);
  if (!isExpression && ask.place.schema['x-sql'] === undefined) return null;
  const call = callAround(before.slice(open ?? 0));
  const signatures = call === undefined ? [] : signaturesOf(call.name, isExpression);
  if (call === undefined || signatures.length === 0) return null;
  const most = Math.max(0, argumentsOf(signatures[0]!.signature).length - 1);
  return {
    signatures: signatures.map(({ signature, description }) => ({
      label: signature,
      documentation: { kind: 'markdown', value: description },
      parameters: argumentsOf(signature).map((label) => ({ label })),
    })),
    activeSignature: 0,
    activeParameter: Math.min(call.argument, most),
  };
}

interface Signature {
  readonly signature: string;
  readonly description: string;
}

/** `min(a, b, ...) or min(list)` are two. */
function signaturesOf(name: string, isExpression: boolean): readonly Signature[] {
  if (!isExpression) return SQL_FUNCTIONS.filter((each) => each.name === name.toLowerCase());
  const declared = functionNamed(name);
  if (declared === undefined) return [];
  return declared.signature.split(/(?<=\)) or /).map((signature) => ({ signature, description: declared.description }));
}

/** What stands between the brackets, cut at commas: labels that the client finds in the signature. */
function argumentsOf(signature: string): readonly string[] {
  const inner = signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')')).trim();
  return inner === '' ? [] : inner.split(/,\s*/);
}

interface OpenCall {
  readonly name: string;
  /** Counted from 0. */
  readonly argument: number;
}

/** The innermost call whose bracket is still open where the text ends. */
function callAround(text: string): OpenCall | undefined {
  const { tokens } = lexSql(text);
  let depth = 0;
  let argument = 0;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token: SqlToken = tokens[at]!;
    if (token.kind !== 'operator') continue;
    if (')]'.includes(token.text)) depth++;
    else if ('(['.includes(token.text)) {
      if (depth > 0) depth--;
      else if (token.text === '(' && tokens[at - 1]?.kind === 'word') return { name: tokens[at - 1]!.text, argument };
      else argument = 0;
    } else if (token.text === ',' && depth === 0) argument++;
  }
  return undefined;
}
