import type { TrainedModel, TrainRequest } from '../../ports/learner.ts';
import type { SentFailure } from '../sentFailure.ts';

/** What the trainer process says. It is told one thing: the `TrainRequest`. */
export type FromTrainer =
  | {
      readonly kind: 'progress';
      readonly round: number;
      readonly rounds: number;
      readonly metrics: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'trained'; readonly model: TrainedModel }
  | { readonly kind: 'failed'; readonly failure: SentFailure };

export type ToTrainer = TrainRequest;

/** What a helper thread of the trainer is given. `module` undefined: the plain JavaScript kernels. */
export interface HelperData {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module | undefined;
}

/** Within the work folder; gone when the training is over. */
export const TEMPORARY_FOLDER = 'tmp';
