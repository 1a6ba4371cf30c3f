import type { MoveArgument } from '../../../server/src/protocol.ts';

/** What of a move is not to be asked for. */
export type MoveGiven = { readonly root: string } & Partial<Omit<MoveArgument, 'root'>>;
