/** Which artifacts a run or a logged model has; their bytes are in the `ArtifactStore`. Unknown owners reject as `run` and `loggedModel` do. */
export interface ArtifactIndex {
  artifact(of: ArtifactOwner, path: string): Promise<RunArtifact | undefined>;
  /** What lies directly in a folder (`''`: the whole), by path; empty where there is no such folder. */
  artifactsIn(of: ArtifactOwner, folder: string): Promise<readonly ArtifactEntry[]>;
  /** One that has the path already is replaced. Rejects with `Failure` `artifact-path` where a folder has the path, or a file the path of a folder around it, `run-deleted`. */
  putArtifact(of: ArtifactOwner, artifact: RunArtifact): Promise<void>;
  /** The file of this path, or all below the folder (`''`: everything); gives how many. */
  removeArtifacts(of: ArtifactOwner, path: string): Promise<number>;
}

export type ArtifactOwner =
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'model'; readonly id: string };

export interface RunArtifact {
  /** Path inside the run, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

export type ArtifactEntry =
  | ({ readonly kind: 'file' } & RunArtifact)
  | { readonly kind: 'folder'; readonly path: string };
