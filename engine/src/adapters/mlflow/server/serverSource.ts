import type { LoggedModel } from '../../../ports/loggedModelStore.ts';
import type {
  RunOrigin,
  RunSource,
  SourceArtifact,
  SourceExperiment,
  SourceModel,
  SourceModelVersion,
  SourceOwner,
  SourceRun,
  SourceRunPage,
} from '../../../ports/runSource.ts';
import type { MetricPoint, RunQuery } from '../../../ports/runStore.ts';
import { selectRuns } from '../../../tracking/selectRuns.ts';
import { textOf, wholeOf } from '../flatYaml.ts';
import { byStepThenTime } from '../runShape.ts';
import { noSuchRun } from '../sourceFailures.ts';
import {
  asExperiment,
  asLoggedModel,
  asModelVersion,
  asPoint,
  asSourceRun,
  given,
  listOf,
  mapOf,
  pairs,
} from './messages.ts';
import { type Json, RestClient, type RestOptions } from './restClient.ts';
import { type ServerOwner, serverArtifact, serverArtifacts } from './serverArtifacts.ts';

const API = '/api/2.0/mlflow';
const VIEWS = { active: 'ACTIVE_ONLY', deleted: 'DELETED_ONLY', all: 'ALL' } as const;
/** A server says no to more runs in one answer. */
const LARGEST_PAGE = 50_000;

/**
 * An MLflow server, asked for what is shown and for nothing that changes it.
 * @throws Failure `run-source` for what is no address
 */
export function openMlflowServer(address: string, options: RestOptions = {}): RunSource {
  return new MlflowServer(new RestClient(address, options));
}

class MlflowServer implements RunSource {
  readonly origin: RunOrigin;
  readonly #client: RestClient;

  constructor(client: RestClient) {
    this.#client = client;
    this.origin = { kind: 'mlflow-server', place: client.address };
  }

  async experiments(): Promise<readonly SourceExperiment[]> {
    const messages = await this.#all('experiments/search', 'experiments', { max_results: 1000, view_type: 'ALL' });
    return messages.map((message) => asExperiment(message, this.origin));
  }

  /** The server filters and orders; what its grammar has no words for is left out of each page afterwards. */
  async search(query: RunQuery): Promise<SourceRunPage> {
    const names = await this.#names();
    let passedOver = query.offset ?? 0;
    let token = query.pageToken;
    for (;;) {
      const page = await this.#page(query, names, token);
      token = page.nextPageToken;
      if (passedOver < page.runs.length || token === undefined) return { ...page, runs: page.runs.slice(passedOver) };
      passedOver -= page.runs.length;
    }
  }

  async counts(): Promise<undefined> {
    return undefined;
  }

  async run(id: string): Promise<SourceRun> {
    return asSourceRun(await this.#run(id), await this.#names(), this.origin);
  }

  async history(id: string, key: string): Promise<readonly MetricPoint[]> {
    const points: MetricPoint[] = [];
    let token: string | undefined;
    do {
      const query = { run_id: id, metric_key: key, max_results: '25000', ...(token ? { page_token: token } : {}) };
      const page = await this.#client.json(`${API}/metrics/get-history`, { query });
      for (const message of listOf(page?.['metrics'])) {
        const point = asPoint(message);
        if (point !== undefined) points.push(point);
      }
      token = textOf(page?.['next_page_token']);
    } while (token);
    return points.sort(byStepThenTime);
  }

  async artifacts(of: SourceOwner): Promise<readonly SourceArtifact[]> {
    return serverArtifacts(this.#client, await this.#owner(of));
  }

  async *artifact(of: SourceOwner, path: string): AsyncIterable<Uint8Array> {
    yield* serverArtifact(this.#client, await this.#owner(of), path);
  }

  async loggedModels(experiment: string): Promise<readonly LoggedModel[]> {
    const messages = await this.#all('logged-models/search', 'models', {
      experiment_ids: [experiment],
      max_results: 100,
    });
    return messages.map(asLoggedModel);
  }

  async registeredModels(): Promise<readonly SourceModel[]> {
    const models: SourceModel[] = [];
    for (const message of await this.#listed('registered-models/search', 'registered_models', {
      max_results: '1000',
    })) {
      const name = textOf(message['name']) ?? '';
      models.push({
        name,
        ...given('description', message['description']),
        tags: pairs(message['tags']),
        aliases: aliasesOf(message),
        versions: await this.#versions(name),
      });
    }
    return models;
  }

  async close(): Promise<void> {}

  async #page(query: RunQuery, names: ReadonlyMap<string, string>, token: string | undefined): Promise<SourceRunPage> {
    const { limit, view = 'active', orderBy = [] } = query;
    const answer = await this.#client.json(`${API}/runs/search`, {
      method: 'POST',
      body: {
        experiment_ids: query.experiments ?? [...names.keys()],
        filter: filterOf(query),
        run_view_type: VIEWS[view],
        max_results: Math.min(limit, LARGEST_PAGE),
        order_by: orderBy,
        ...(token ? { page_token: token } : {}),
      },
    });
    const runs = listOf(answer?.['runs']).map((message) => asSourceRun(message, names, this.origin));
    const next = textOf(answer?.['next_page_token']);
    return { runs: localPart(runs, query), ...(next ? { nextPageToken: next } : {}) };
  }

  async #names(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.experiments()).map(({ id, name }) => [id, name]));
  }

  async #run(id: string): Promise<Json> {
    const answer = await this.#client.json(`${API}/runs/get`, { query: { run_id: id } });
    if (answer === undefined) throw noSuchRun(id, this.#client.address);
    return mapOf(answer['run']);
  }

  async #owner(of: SourceOwner): Promise<ServerOwner> {
    if (of.kind === 'version') {
      const query = { name: of.id, version: String(of.version) };
      const place = await this.#client.json(`${API}/model-versions/get-download-uri`, { query });
      return { of, uri: textOf(place?.['artifact_uri']) ?? '' };
    }
    if (of.kind === 'run') return { of, uri: textOf(mapOf((await this.#run(of.id))['info'])['artifact_uri']) ?? '' };
    const answer = await this.#client.json(`${API}/logged-models/${encodeURIComponent(of.id)}`);
    if (answer === undefined) throw noSuchRun(of.id, this.#client.address);
    return { of, uri: textOf(mapOf(mapOf(answer['model'])['info'])['artifact_uri']) ?? '' };
  }

  async #versions(name: string): Promise<readonly SourceModelVersion[]> {
    const quote = name.includes("'") ? '"' : "'";
    const query = { filter: `name = ${quote}${name}${quote}`, max_results: '10000' };
    const messages = await this.#listed('model-versions/search', 'model_versions', query);
    return messages.flatMap((message) => asModelVersion(message) ?? []).sort((a, b) => a.version - b.version);
  }

  /** All pages of a search that is posted. */
  async #all(path: string, list: string, body: Json): Promise<readonly Json[]> {
    return this.#pages(list, (token) =>
      this.#client.json(`${API}/${path}`, {
        method: 'POST',
        body: { ...body, ...(token ? { page_token: token } : {}) },
      }),
    );
  }

  async #listed(path: string, list: string, query: Readonly<Record<string, string>>): Promise<readonly Json[]> {
    return this.#pages(list, (token) =>
      this.#client.json(`${API}/${path}`, { query: { ...query, ...(token ? { page_token: token } : {}) } }),
    );
  }

  /** A server that gives the same page for ever is left after it. */
  async #pages(list: string, ask: (token: string | undefined) => Promise<Json | undefined>): Promise<readonly Json[]> {
    const found: Json[] = [];
    const seen = new Set<string>();
    let token: string | undefined;
    do {
      const page = await ask(token);
      found.push(...listOf(page?.[list]));
      token = textOf(page?.['next_page_token']);
      if (token && seen.has(token)) break;
      if (token) seen.add(token);
    } while (token);
    return found;
  }
}

function filterOf({ filter = '', tag }: RunQuery): string {
  if (!tag || tag.value === null) return filter;
  const quote = tag.value.includes("'") ? '"' : "'";
  const part = `tags.\`${tag.key}\` = ${quote}${tag.value}${quote}`;
  return filter.trim() === '' ? part : `${filter} AND ${part}`;
}

/** In the server's order. */
function localPart(runs: readonly SourceRun[], query: RunQuery): readonly SourceRun[] {
  const { topLevel, words, tag } = query;
  if (!topLevel && !words?.length && !tag) return runs;
  const kept = selectRuns(runs, {
    limit: Math.max(runs.length, 1),
    view: 'all',
    ...(topLevel ? { topLevel } : {}),
    ...(words ? { words } : {}),
    ...(tag ? { tag } : {}),
  });
  const ids = new Set(kept.runs.map(({ id }) => id));
  return runs.filter(({ id }) => ids.has(id));
}

function aliasesOf(message: Json): SourceModel['aliases'] {
  return listOf(message['aliases']).flatMap((one) => {
    const version = wholeOf(one['version']);
    return version === undefined ? [] : [{ alias: textOf(one['alias']) ?? '', version }];
  });
}
