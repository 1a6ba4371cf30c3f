import type { Hover } from 'vscode-languageserver';
import type { Spot } from './spot.ts';

export async function hover(_spot: Spot, _signal: AbortSignal): Promise<Hover | null> {
  return null;
}
