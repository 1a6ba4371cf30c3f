import { Worker } from 'node:worker_threads';
import { type Crew, createCrew } from '../../learning/crew.ts';
import { jsKernels } from '../../learning/kernels/jsKernels.ts';
import { compileKernels, wasmKernels } from '../../learning/kernels/kernels.ts';
import { createMemory } from '../../learning/memory.ts';
import { entryPoint } from '../entryPoints.ts';
import type { HelperData } from './messages.ts';

export interface CrewOptions {
  /** Bytes beyond the control words. */
  readonly bytes: number;
  readonly threads: number;
  readonly kernels?: 'wasm' | 'js';
}

/**
 * A crew of this thread and `threads - 1` others. Nobody waits for those: they take part as soon as they are up, and one that
 * cannot start ends the process with its error. Dismiss it: its threads then end.
 */
export async function startCrew({ bytes, threads, kernels = 'wasm' }: CrewOptions): Promise<Crew> {
  const memory = createMemory(bytes);
  const module = kernels === 'wasm' ? await simdModule() : undefined;
  for (let i = 1; i < threads; i++)
    new Worker(entryPoint('trainer-worker'), { workerData: { memory, module } satisfies HelperData });
  return createCrew(memory, module ? await wasmKernels(module, memory) : jsKernels(memory), threads - 1);
}

/** Undefined where the host has no SIMD: the plain kernels give the same model, slower. */
async function simdModule(): Promise<WebAssembly.Module | undefined> {
  try {
    return await compileKernels();
  } catch {
    return undefined;
  }
}
