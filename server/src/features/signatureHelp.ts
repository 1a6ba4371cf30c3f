import type { SignatureHelp } from 'vscode-languageserver';
import type { Spot } from './spot.ts';

/** The function of an expression or of SQL around a place, and which argument is being written. */
export async function signatureHelp(_spot: Spot): Promise<SignatureHelp | null> {
  return null;
}
