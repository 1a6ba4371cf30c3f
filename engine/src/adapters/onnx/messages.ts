import type { ModelInput, ModelOutput } from '../../ports/modelRuntime.ts';
import type { SentFailure } from '../sentFailure.ts';
import type { ModelFacts } from './session.ts';

/** What the thread of a model is asked. */
export type Ask =
  | { readonly kind: 'open'; readonly id: number; readonly file: string }
  | {
      readonly kind: 'predict';
      readonly id: number;
      readonly inputs: Readonly<Record<string, ModelInput>>;
      readonly rows: number;
    }
  | { readonly kind: 'close'; readonly id: number };

export type Answer =
  | { readonly kind: 'opened'; readonly id: number; readonly facts: ModelFacts }
  | { readonly kind: 'predicted'; readonly id: number; readonly outputs: Readonly<Record<string, ModelOutput>> }
  | { readonly kind: 'closed'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: SentFailure };
