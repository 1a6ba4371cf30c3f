import { isPortableFileName } from '../language/values.ts';
import { badAlias, badName } from './registryFailures.ts';

/** Would read as another kind of reference, or stand in the way of a file of ours. */
const RESERVED = new Set(['run', 'allowed_signers']);

/** @throws Failure `model-name` for what cannot be a folder on every system or would be read as something else */
export function checkModelName(name: string): void {
  if (name === '' || name.length > 100) throw badName(name, 'it has no characters or more than 100');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const odd = /[\\/:*?"<>|@\s\u0000-\u001f\u007f]/.exec(name.replaceAll(' ', ''));
  if (odd) throw badName(name, `it has the character ${JSON.stringify(odd[0])}`);
  if (/^[ .-]|[ .]$/.test(name)) throw badName(name, 'it begins or ends with a space, a dot or a hyphen');
  if (!isPortableFileName(name) || RESERVED.has(name.toLowerCase())) throw badName(name, 'the word is reserved');
}

/** @throws Failure `alias-name`; MLflow's rules, so that its clients can use every alias */
export function checkAlias(alias: string): void {
  if (!/^[\w-]{1,100}$/.test(alias)) throw badAlias(alias, 'it has characters other than letters, digits, - and _');
  if (alias.startsWith('-')) throw badAlias(alias, 'it begins with a hyphen');
  if (/^\d+$/.test(alias)) throw badAlias(alias, 'it is a number, as versions have');
  if (/^latest$/i.test(alias) || /^v\d+$/i.test(alias)) throw badAlias(alias, 'the word is reserved');
}

/**
 * A name that is equal but for case (or for how accents are written) is one file on some systems and two on others.
 * @throws Failure through `refuse`
 */
export function refuseLookalike(name: string, others: Iterable<string>, refuse: (why: string) => Error): void {
  for (const other of others)
    if (other !== name && folded(other) === folded(name)) throw refuse(`there is ${other} already, equal but for case`);
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
