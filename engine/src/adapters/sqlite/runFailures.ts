import { Failure } from '../../failure.ts';

export function runNotFound(id: string): Failure {
  return new Failure('run-not-found', `There is no run ${id}.`, { next: '`modelyard runs list` shows them.' });
}

export function runAmbiguous(prefix: string, ids: readonly string[]): Failure {
  return new Failure('run-ambiguous', `${prefix} is the beginning of more than one run: ${ids.join(', ')}.`, {
    next: 'Give more digits.',
  });
}

export function runPrefixShort(prefix: string): Failure {
  return new Failure('run-not-found', `'${prefix}' is not a run: ids are hex digits, of which at least 4 are given.`, {
    next: '`modelyard runs list` shows them.',
  });
}

export function runDeleted(id: string): Failure {
  return new Failure('run-deleted', `Run ${id} is deleted.`, {
    next: `\`modelyard runs delete ${id} --restore\` brings it back.`,
  });
}

export function runHeld(id: string, host: string, pid: number): Failure {
  return new Failure('run-held', `Run ${id} is held by process ${pid} on ${host.split(' ')[0]}.`, {
    next: `\`modelyard cancel ${id}\` stops it, \`modelyard attach ${id}\` follows it.`,
  });
}

export function leaseLost(id: string): Failure {
  return new Failure('lease-lost', `Run ${id} is no longer held by this process: it was taken for dead.`, {
    next: `\`modelyard resume ${id}\` goes on from the last finished step.`,
  });
}

export function runEnded(id: string, status: string): Failure {
  return new Failure('run-ended', `Run ${id} has already ended: ${status}.`, {
    next: `\`modelyard resume ${id}\` goes on from the last finished step.`,
  });
}

export function paramChanged(id: string, key: string, before: string, after: string): Failure {
  return new Failure(
    'param-changed',
    `Parameter ${key} of run ${id} is ${shorten(before)} already and cannot become ${shorten(after)}.`,
    { next: 'Parameters of a run never change: start another run.' },
  );
}

export function experimentNotFound(id: string): Failure {
  return new Failure('experiment-not-found', `There is no experiment ${shorten(id)}.`, {
    next: '`modelyard runs list` shows runs with the names of their experiments.',
  });
}

export function experimentExists(name: string, lifecycle: 'active' | 'deleted'): Failure {
  const deleted = lifecycle === 'deleted';
  return new Failure(
    'experiment-exists',
    `There is ${deleted ? 'a deleted' : 'an'} experiment ${shorten(name)} already.`,
    {
      next: deleted ? 'Restore it, or choose another name.' : 'Choose another name.',
    },
  );
}

export function experimentDeleted(name: string): Failure {
  return new Failure('experiment-deleted', `Experiment ${shorten(name)} is deleted.`, {
    next: 'Restore it first, or use another experiment.',
  });
}

export function modelNotFound(id: string): Failure {
  return new Failure('model-not-found', `There is no logged model ${shorten(id)}.`, {
    next: 'Look for it among the models of its experiment.',
  });
}

export function modelParamChanged(id: string, key: string, before: string, after: string): Failure {
  return new Failure(
    'param-changed',
    `Parameter ${key} of model ${id} is ${shorten(before)} already and cannot become ${shorten(after)}.`,
    { next: 'Parameters of a logged model never change: log another model.' },
  );
}

/** @param taken the path that is something else already */
export function artifactPathTaken(path: string, taken: string, kind: 'file' | 'folder'): Failure {
  return new Failure('artifact-path', `${shorten(path)} cannot be kept: ${shorten(taken)} is a ${kind} already.`, {
    next: 'Choose another path.',
  });
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
