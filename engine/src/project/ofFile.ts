import type { Dataset } from './dataset.ts';
import type { DatasetLock } from './lock.ts';
import type { Pipeline } from './pipeline.ts';
import type { Project } from './project.ts';
import type { SpecFile } from './specFile.ts';

/** The dataset of a file as the chosen environment has it; undefined where another file has taken the name. */
export function datasetOf({ datasets }: Project, file: SpecFile): Dataset | undefined {
  return own(datasets, file, file.dataset);
}

/** The lock in a file; undefined where another file has taken the name. */
export function lockOf({ locks }: Project, file: SpecFile): DatasetLock | undefined {
  return own(locks, file, file.lock);
}

/** The pipeline of a file as the chosen environment has it; undefined where another file has taken the name. */
export function pipelineOf({ pipelines }: Project, file: SpecFile): Pipeline | undefined {
  return own(pipelines, file, file.pipeline);
}

interface OfFile {
  readonly name: string;
  readonly file: string;
}

function own<T extends OfFile>(all: ReadonlyMap<string, T>, file: SpecFile, written: T | undefined): T | undefined {
  const known = written && all.get(written.name);
  return known?.file === file.path ? known : undefined;
}
