import type { Location } from 'vscode-languageserver';
import type { Spot } from './spot.ts';

export function references(_spot: Spot, _options: { readonly declarations: boolean }): Location[] {
  return [];
}
