export interface ProposedBranch {
  readonly branch: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
}

export type GitHostKind = 'github' | 'gitlab' | 'bitbucket' | 'azure';

/** A repository on a git host, as the address of its remote tells. */
export interface HostedRepository {
  readonly kind: GitHostKind;
  /** Where people see it, without `/` at its end. */
  readonly page: string;
}

/** Undefined for a folder, and for a host that is none of those whose pages are known. */
export function hostedRepository(remote: string): HostedRepository | undefined {
  const { host, path } = addressOf(remote) ?? {};
  if (host === undefined || path === undefined) return undefined;
  if (host === 'ssh.dev.azure.com') {
    const [, organization, project, repository] = path.split('/');
    return azure(`https://dev.azure.com/${organization}/${project}/_git/${repository}`);
  }
  if (host === 'dev.azure.com' || host.endsWith('.visualstudio.com')) return azure(`https://${host}/${path}`);
  const page = `https://${host}/${path}`;
  if (/(^|[.-])github([.-]|$)/.test(host)) return { kind: 'github', page };
  if (/(^|[.-])gitlab([.-]|$)/.test(host)) return { kind: 'gitlab', page };
  return /(^|[.-])bitbucket([.-]|$)/.test(host) ? { kind: 'bitbucket', page } : undefined;
}

/** The page on which a pull request of a branch is opened. */
export function pullRequestUrl({ kind, page }: HostedRepository, { branch, base }: ProposedBranch): string {
  const [from, to] = [encodeURIComponent(branch), encodeURIComponent(base)];
  // Branches keep their slashes in paths.
  const inPath = (text: string) => text.replaceAll('%2F', '/');
  switch (kind) {
    case 'github':
      return `${page}/compare/${inPath(to)}...${inPath(from)}?expand=1`;
    case 'gitlab':
      return `${page}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${from}&merge_request%5Btarget_branch%5D=${to}`;
    case 'bitbucket':
      return `${page}/pull-requests/new?source=${from}&dest=${to}`;
    case 'azure':
      return `${page}/pullrequestcreate?sourceRef=${from}&targetRef=${to}`;
  }
}

function azure(page: string): HostedRepository {
  return { kind: 'azure', page };
}

/** Of `https://user@host:port/path.git`, `ssh://git@host/path`, `git@host:path`; who logs in is left out. */
function addressOf(remote: string): { readonly host: string; readonly path: string } | undefined {
  const [, host, path] =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(remote) ??
    /^(?:[^@/:]+@)?([\w.-]{2,}):(?!\/\/)(.+)$/.exec(remote) ??
    [];
  if (host === undefined || path === undefined) return undefined;
  return {
    host: host.toLowerCase(),
    path: path
      .replace(/^\/+/, '')
      .replace(/\/+$/, '')
      .replace(/\.git$/, ''),
  };
}
