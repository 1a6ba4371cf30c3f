import { Failure } from '../../../failure.ts';
import type { GitWork } from '../../../ports/gitCommits.ts';

export function underWay(work: GitWork): Failure {
  const article = /^[aeiou]/.test(work) ? 'An' : 'A';
  const next =
    work === 'bisect' ? 'End it with `git bisect reset`.' : `End it, or give it up with \`git ${work} --abort\`.`;
  return new Failure('git-under-way', `${article} ${work} is under way in git: nothing was written.`, { next });
}

export function detached(): Failure {
  return new Failure('detached-head', 'HEAD is on no branch: a commit made here would be lost.', {
    next: 'Go to a branch with `git switch`, or move the alias by a pull request with `--pr`.',
  });
}

export function noCommitYet(): Failure {
  return new Failure('no-commit', 'The repository has no commit yet.', {
    next: 'Commit the project first: `git add . && git commit`.',
  });
}

export function noIdentity(): Failure {
  return new Failure('no-identity', 'git does not know who you are.', {
    next: 'Say it with `git config --global user.name NAME` and `git config --global user.email E-MAIL`.',
  });
}

export function stagedOtherwise(paths: readonly string[]): Failure {
  return new Failure(
    'staged-otherwise',
    `${paths.join(', ')} ${paths.length === 1 ? 'is' : 'are'} staged with other content than in the working tree, or in conflict.`,
    { next: `Stage or unstage it first: \`git add ${paths[0]}\` or \`git restore --staged ${paths[0]}\`.` },
  );
}

export function noSigningKey(alias: string): Failure {
  return new Failure(
    'no-signing-key',
    `\`${alias}\` asks for approvals, so that its moves are signed, and git has no SSH key to sign with.`,
    {
      next: 'Set one: `git config gpg.format ssh` and `git config user.signingkey ~/.ssh/id_ed25519.pub`.',
    },
  );
}

export function pendingMove(model: string, alias: string, version: number | undefined): Failure {
  const what = version === undefined ? 'A change of' : `A move to version ${version} of`;
  return new Failure('alias-pending', `${what} ${model}@${alias} is in the working tree and not committed.`, {
    next: `Settle it first: \`modelyard models promote ${model} --alias ${alias} --finish\`, or \`--undo\`.`,
  });
}

export function nothingPending(model: string, alias: string): Failure {
  return new Failure('nothing-pending', `No move of ${model}@${alias} is pending.`, {
    next: `\`modelyard models show ${model}\` shows what it stands for.`,
  });
}

export function cannotFinish(model: string, alias: string, why: string): Failure {
  return new Failure('cannot-finish', `The pending move of ${model}@${alias} cannot be finished: ${why}.`, {
    next: `Take it back with \`modelyard models promote ${model} --alias ${alias} --undo\`, then promote again.`,
  });
}

export function aliasMoved(model: string, alias: string, now: number | undefined): Failure {
  return new Failure(
    'alias-moved',
    `${model}@${alias} was moved while its gates were asked: it ${now === undefined ? 'holds nothing' : `stands for version ${now}`} now.`,
    { next: 'Promote again: the gates compare with what the alias stands for.' },
  );
}

export function withdrawnVersion(reference: string, reason: string): Failure {
  return new Failure('version-withdrawn', `${reference} is withdrawn: ${reason}`, { next: 'Name another version.' });
}

export function clockSetBack(now: string, since: string, what: string): Failure {
  return new Failure('clock-set-back', `This clock says ${now}, but ${what} was moved at ${since}.`, {
    next: 'Set the clock right: the order of moves is told by their times.',
  });
}

export function hostApproves(alias: string): Failure {
  return new Failure(
    'approvals-by-host',
    `\`${alias}\` is approved by its code owners in review, which works only with a pull request.`,
    {
      next: 'Move it with `--pr`.',
    },
  );
}

export function noRepository(what: string): Failure {
  return new Failure('no-git', `${what} needs a git repository that keeps the registry, and there is none here.`, {
    next: '`git init` makes one.',
  });
}

export function noRemote(what: string): Failure {
  return new Failure('no-remote', `${what} needs a remote of git with a branch to go to, and there is none.`, {
    next: 'Add one with `git remote add origin URL` and `git push -u origin BRANCH`.',
  });
}

export function otherAtRemote(
  model: string,
  alias: string,
  ref: string,
  there: number | undefined,
  here: number | undefined,
): Failure {
  const held = (version: number | undefined) => (version === undefined ? 'nothing' : `version ${version}`);
  return new Failure(
    'alias-moved',
    `${model}@${alias} stands for ${held(there)} at ${ref}, and for ${held(here)} here.`,
    {
      next: 'Bring both together first, with `git pull`.',
    },
  );
}
