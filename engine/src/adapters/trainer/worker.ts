/** Helper thread of the trainer: takes parts of tasks until the crew is dismissed. */
import { workerData } from 'node:worker_threads';
import { help } from '../../learning/crew.ts';
import { jsKernels } from '../../learning/kernels/jsKernels.ts';
import { wasmKernels } from '../../learning/kernels/kernels.ts';
import type { HelperData } from './messages.ts';

const { memory, module } = workerData as HelperData;
const kernels = module ? await wasmKernels(module, memory) : jsKernels(memory);
help(memory, kernels);
