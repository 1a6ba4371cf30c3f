import type { ModelInput, ModelOutput, ModelPort } from '../../ports/modelRuntime.ts';

/** What the runtime asks of its thread; each call is answered once, by its number. */
export type Call =
  | { readonly kind: 'open'; readonly call: number; readonly file: string; readonly threads: number }
  | {
      readonly kind: 'predict';
      readonly call: number;
      readonly session: number;
      readonly inputs: Readonly<Record<string, ModelInput>>;
      readonly rows: number;
    }
  | { readonly kind: 'close'; readonly call: number; readonly session: number };

export type Answer =
  | {
      readonly kind: 'opened';
      readonly call: number;
      readonly session: number;
      readonly inputs: readonly ModelPort[];
      readonly outputs: readonly ModelPort[];
    }
  | { readonly kind: 'predicted'; readonly call: number; readonly outputs: Readonly<Record<string, ModelOutput>> }
  | { readonly kind: 'closed'; readonly call: number }
  | { readonly kind: 'failed'; readonly call: number; readonly message: string };
