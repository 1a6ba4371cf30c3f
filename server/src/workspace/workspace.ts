import { posix } from 'node:path';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { Failure } from '../../../engine/src/failure.ts';
import { kindOfPath, PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import type { Files } from '../../../engine/src/ports/files.ts';
import { findProjectRoot } from '../../../engine/src/project/discover.ts';
import { buildProject } from '../../../engine/src/project/project.ts';
import type { ProjectData } from '../data/projectData.ts';
import type { Document } from '../features/spot.ts';
import { Documents, type OpenDocument } from './documents.ts';
import { LoneFile, ownProblems } from './loneFile.ts';
import { ProjectSession } from './projectSession.ts';
import type { CheckedFile, Session } from './session.ts';
import { DEFAULT_SETTINGS, type ReadSettings } from './settings.ts';
import { nameOfUri, pathBelow, pathOfUri, uriOfPath } from './uris.ts';

export interface WorkspaceOptions {
  readonly files: Files;
  /** What is known beside the specs of the project at `root`. */
  readonly openData: (root: string) => ProjectData;
  /** Problems of a document or file were found; none where it has gone. */
  readonly found: (address: FileAddress, found: CheckedFile) => void;
  /** A project was checked to its end. */
  readonly finished: () => void;
  readonly docs: (page: string) => string;
  readonly say: (message: string) => void;
  readonly failed: (error: unknown) => void;
  /** Resolves when no request is being answered, at the latest after so many milliseconds. */
  readonly quiet: (longest: number) => Promise<void>;
}

export interface FileAddress {
  readonly uri: string;
  /** Names the file whatever address the client uses; the address itself where it is no file. */
  readonly key: string;
  readonly session: Session;
}

/** What views ask about. */
export type Viewed = Pick<ProjectSession, 'load' | 'askView'>;

/** Where a document belongs. */
export interface Home {
  readonly session: Session;
  /** Relative to the session's root. */
  readonly file: string;
}

const NO_PROJECT = buildProject(new Map());

/** Folders that never hold projects. */
const NEVER = ['node_modules', '.git', '.modelyard', '.venv', '__pycache__'].map((folder) => `**/${folder}/**`);

/** All projects and documents that the client has open. */
export class Workspace {
  readonly documents = new Documents();
  readonly #options: WorkspaceOptions;
  readonly #folders = new Set<string>();
  readonly #projects = new Map<string, ProjectSession>();
  /** Data of folders that are no project, by path. */
  readonly #loose = new Map<string, ProjectData>();
  /** Projects of folders, which stay while no document of theirs is open. */
  #kept: ReadonlySet<string> = new Set();
  readonly #homes = new Map<string, Promise<Home | undefined>>();
  readonly #settled = new Map<string, Home>();
  /** Documents whose home is being looked for. */
  readonly #settling = new Set<string>();
  #settings: ReadSettings = DEFAULT_SETTINGS;
  #discovery: Promise<void> = Promise.resolve();
  #discoveries = 0;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
  }

  get projects(): readonly ProjectSession[] {
    return [...this.#projects.values()];
  }

  /** Whether the projects of all folders have been found. */
  get isSettled(): boolean {
    return this.#discoveries === 0;
  }

  get settings(): ReadSettings {
    return this.#settings;
  }

  set settings(settings: ReadSettings) {
    this.#settings = settings;
    for (const session of this.projects) session.settingsChanged();
    for (const [uri, { session, file }] of this.#settled) this.#tell(uri, session, file);
  }

  /** The client's folders from now on; projects in them are read whether or not a file of theirs is open. */
  async changeFolders(added: readonly string[], removed: readonly string[] = []): Promise<void> {
    for (const folder of removed) {
      this.#folders.delete(folder);
      this.#dropLoose(folder);
    }
    for (const folder of added) this.#folders.add(folder);
    await this.discover();
  }

  /** Whether views have asked about a folder, or may at once. */
  isViewed(path: string): boolean {
    return this.#projects.has(path) || this.#loose.has(path);
  }

  /** What views ask about: a project, or an open folder that is none, in which other tools may have left something. */
  viewed(path: string): Viewed | undefined {
    const session = this.projects.find(({ root }) => root === path);
    if (session !== undefined) return session;
    if (!this.#folders.has(path)) return undefined;
    const data = this.#loose.get(path) ?? this.#options.openData(path);
    this.#loose.set(path, data);
    return {
      load: async () => {},
      askView: (question, params, signal) => data.askView(NO_PROJECT, question, params, signal),
    };
  }

  /** Finds the projects of the folders, and where each document belongs, anew. Looks follow each other. */
  discover(): Promise<void> {
    this.#discoveries += 1;
    const discovery = this.#discovery.then(() => this.#discover());
    this.#discovery = discovery.catch(this.#options.failed).then(() => {
      this.#discoveries -= 1;
    });
    return discovery;
  }

  async #discover(): Promise<void> {
    const { files } = this.#options;
    const roots = new Set<string>();
    for (const folder of this.#folders) {
      const above = await findProjectRoot(files, folder);
      if (above !== undefined) roots.add(above);
      for (const path of await this.#projectsBelow(folder)) roots.add(posix.dirname(posix.join(folder, path)));
    }
    this.#kept = roots;
    const before = this.projects;
    const isThere = await Promise.all(before.map(({ root }) => files.stat(posix.join(root, PROJECT_FILE))));
    for (const [index, session] of before.entries())
      if (isThere[index] === undefined && this.documents.at(posix.join(session.root, PROJECT_FILE)) === undefined)
        this.#drop(session);
    await Promise.all([...roots].map((root) => this.#project(root).load()));
    await Promise.all(this.projects.map((session) => session.look()));
    await this.#settleAgain();
    this.#dropUnused();
  }

  /** None where its folders cannot be listed: projects of open files are found without. */
  async #projectsBelow(folder: string): Promise<readonly string[]> {
    const { files, failed } = this.#options;
    try {
      return await files.glob(folder, [PROJECT_FILE, `**/${PROJECT_FILE}`], { exclude: NEVER });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed(error);
      return [];
    }
  }

  open(given: Parameters<Documents['open']>[0]): void {
    this.documents.open(given);
    this.#settle(given.uri);
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    if (!this.documents.change(uri, version, changes)) return;
    const home = this.#settled.get(uri);
    if (home !== undefined) this.#tell(uri, home.session, home.file);
  }

  close(uri: string): void {
    const home = this.#settled.get(uri);
    this.documents.close(uri);
    this.#homes.delete(uri);
    this.#settled.delete(uri);
    home?.session.closed(home.file);
    if (home?.session instanceof ProjectSession) home.session.look().catch(this.#options.failed);
    this.#dropUnused();
  }

  /** Files changed, came or went on disk; absolute paths. */
  async filesChanged(changed: readonly string[]): Promise<void> {
    const paths = changed.filter((path) => !/\/(\.modelyard|\.git|node_modules)\//.test(path));
    const touched = new Set<ProjectSession>();
    for (const path of paths) {
      const session = this.#projectAround(path);
      if (session === undefined) continue;
      session.worldChanged();
      touched.add(session);
    }
    const roots = paths.some((path) => posix.basename(path) === PROJECT_FILE || this.#projects.has(path));
    const goneRoots = this.projects.some(({ root }) => paths.some((path) => pathBelow(path, root) !== undefined));
    if (roots || goneRoots) await this.discover();
    else await Promise.all([...touched].map((session) => session.look()));
  }

  /** Where a document or file belongs, once that is known and its project is read. */
  async home(uri: string): Promise<Home | undefined> {
    const open = this.#homes.get(uri);
    if (open !== undefined) return open;
    const path = pathOfUri(uri);
    const session = path === undefined ? undefined : this.#projectAround(path);
    if (path === undefined || session === undefined) return undefined;
    await session.load();
    const file = pathBelow(session.root, path);
    return file !== undefined && session.has(file) ? { session, file } : undefined;
  }

  /** The spec at an address; undefined where it is none, or too large. */
  async document(uri: string): Promise<Document | undefined> {
    const home = await this.home(uri);
    if (home === undefined) return undefined;
    const { snapshot } = home.session;
    const file = snapshot.project.files.get(home.file);
    return file === undefined || file.tree.isUnread ? undefined : { snapshot, file };
  }

  /** The address under which the client knows a file. */
  uriOf(path: string): string {
    return this.documents.at(path)?.uri ?? uriOfPath(path);
  }

  closeAll(): void {
    for (const session of this.projects) session.close();
    this.#projects.clear();
    for (const path of [...this.#loose.keys()]) this.#dropLoose(path);
  }

  #settle(uri: string): void {
    const document = this.documents.get(uri);
    if (document === undefined) return;
    this.#settling.add(uri);
    const home = this.#findHome(document)
      .catch((error) => {
        this.#options.failed(error);
        return undefined;
      })
      .finally(() => this.#settling.delete(uri));
    this.#homes.set(
      uri,
      home.then((found) => {
        if (this.documents.get(uri) === undefined) return undefined;
        if (found !== undefined) {
          this.#settled.set(uri, found);
          this.#tell(uri, found.session, found.file);
        }
        return found;
      }),
    );
  }

  /** Documents move to another project when a modelyard.yaml comes or goes. */
  async #settleAgain(): Promise<void> {
    for (const { uri } of this.documents.all()) {
      if (this.#settling.has(uri)) continue;
      const before = this.#settled.get(uri);
      const root = await this.#rootOf(this.documents.get(uri));
      if (before !== undefined && before.session.root === root && before.session instanceof ProjectSession) continue;
      if (before !== undefined && root === undefined && before.session instanceof LoneFile) continue;
      this.#settled.delete(uri);
      before?.session.closed(before.file);
      this.#settle(uri);
    }
    await Promise.all(this.#homes.values());
  }

  async #findHome(document: OpenDocument): Promise<Home | undefined> {
    const name = document.path ?? nameOfUri(document.uri);
    if (kindOfPath(name) === undefined) return undefined;
    const root = await this.#rootOf(document);
    if (root === undefined || document.path === undefined) return this.#alone(document, name);
    const session = this.#project(root);
    const file = pathBelow(root, document.path)!;
    if (!session.isLoaded) this.#sayOwnProblems(document, session, file);
    await session.load();
    if (session.has(file)) return { session, file };
    await session.look();
    const isThere = (await this.#options.files.stat(document.path)) !== undefined;
    // What is there and still no part of the project is left out by it.
    return session.has(file) || !isThere ? { session, file } : undefined;
  }

  async #rootOf(document: OpenDocument | undefined): Promise<string | undefined> {
    const path = document?.path;
    if (path === undefined) return undefined;
    if (posix.basename(path) === PROJECT_FILE) return posix.dirname(path);
    const onDisk = await findProjectRoot(this.#options.files, posix.dirname(path));
    const opened = this.documents
      .all()
      .flatMap((one) => (one.path !== undefined && posix.basename(one.path) === PROJECT_FILE ? one.path : []))
      .map((file) => posix.dirname(file))
      .filter((folder) => pathBelow(folder, path) !== undefined);
    return [...opened, ...(onDisk === undefined ? [] : [onDisk])].sort((a, b) => b.length - a.length)[0];
  }

  /** What a document says wrongly on its own, before its project has been read. */
  #sayOwnProblems({ uri, path, text, version }: OpenDocument, session: Session, file: string): void {
    const problems = ownProblems(file, text, this.#settings);
    this.#options.found({ uri, key: path ?? uri, session }, { file, problems, version });
  }

  #alone({ uri, path }: OpenDocument, name: string): Home {
    const file = posix.basename(name);
    const session: Session = new LoneFile({
      root: path === undefined ? '/' : posix.dirname(path),
      file,
      settings: () => this.#settings,
      uri: (other) => (other === file ? uri : uriOfPath(posix.join(session.root, other))),
      found: (found) => this.#options.found({ uri, key: path ?? uri, session }, found),
      failed: this.#options.failed,
      quiet: this.#options.quiet,
    });
    return { session, file };
  }

  #project(root: string): ProjectSession {
    const known = this.#projects.get(root);
    if (known !== undefined) return known;
    this.#dropLoose(root);
    const { files, openData, docs, finished, say, failed, quiet } = this.#options;
    const uri = (file: string) => this.uriOf(posix.join(root, file));
    const session = new ProjectSession({
      root,
      files,
      settings: () => this.#settings,
      uri,
      docs,
      data: openData(root),
      found: (one, found) =>
        this.#options.found({ uri: uri(found.file), key: posix.join(root, found.file), session: one }, found),
      finished,
      say,
      failed,
      quiet,
    });
    this.#projects.set(root, session);
    return session;
  }

  #tell(uri: string, session: Session, file: string): void {
    const document = this.documents.get(uri);
    if (document !== undefined) session.opened(file, { text: document.text, version: document.version });
  }

  #projectAround(path: string): ProjectSession | undefined {
    return this.projects
      .filter(({ root }) => path === root || pathBelow(root, path) !== undefined)
      .sort((a, b) => b.root.length - a.root.length)[0];
  }

  #dropUnused(): void {
    for (const session of this.projects)
      if (!this.#kept.has(session.root) && !session.hasOpenFiles && !this.#isWanted(session)) this.#drop(session);
  }

  /** Documents that are on their way to it. */
  #isWanted({ root }: ProjectSession): boolean {
    return this.documents.all().some(({ path }) => path !== undefined && pathBelow(root, path) !== undefined);
  }

  #dropLoose(path: string): void {
    this.#loose.get(path)?.close();
    this.#loose.delete(path);
  }

  #drop(session: ProjectSession): void {
    session.close();
    this.#projects.delete(session.root);
  }
}
