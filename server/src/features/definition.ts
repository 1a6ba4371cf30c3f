import type { LocationLink } from 'vscode-languageserver';
import type { Spot } from './spot.ts';

export function definition(_spot: Spot): LocationLink[] {
  return [];
}
