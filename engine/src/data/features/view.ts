import { createHash } from 'node:crypto';
import type { FeatureField, FeaturesSpec } from '../../language/specs.generated.ts';
import { parseDuration } from '../../language/values.ts';

/** A feature view as its file has it, durations in microseconds. */
export interface FeatureView {
  readonly name: string;
  readonly dataset: string;
  /** Column of the dataset by entity. */
  readonly entity: Readonly<Record<string, string>>;
  readonly timestamp: string;
  readonly created: string | undefined;
  readonly availableAfter: number;
  readonly fields: readonly ViewField[];
  /** Hash of all that decides the values: 64 hex digits. Words about the view are no part of it. */
  readonly hash: string;
}

export interface ViewField {
  readonly name: string;
  readonly sql: string;
  readonly type: FeatureField['type'];
  /** Without one, the field is the latest value. */
  readonly window: number | undefined;
  readonly ttl: number | undefined;
}

export function readView(spec: FeaturesSpec): FeatureView {
  const definition = {
    dataset: spec.dataset,
    entity: { ...spec.entity } as Readonly<Record<string, string>>,
    timestamp: spec.timestamp,
    created: spec.created,
    availableAfter: microseconds(spec.available_after) ?? 0,
    fields: Object.entries(spec.fields).map(([name, field]) => readField(name, field)),
  };
  return { name: spec.features, ...definition, hash: hashOf(definition) };
}

function readField(name: string, { sql, type, window, ttl }: FeatureField): ViewField {
  return { name, sql, type, window: microseconds(window), ttl: microseconds(ttl) };
}

function microseconds(duration: string | undefined): number | undefined {
  const parsed = parseDuration(duration);
  return parsed === undefined ? undefined : parsed * 1000;
}

function hashOf(definition: Omit<FeatureView, 'name' | 'hash'>): string {
  const { entity, fields, ...rest } = definition;
  const text = JSON.stringify([
    rest.dataset,
    Object.entries(entity).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    rest.timestamp,
    rest.created ?? null,
    rest.availableAfter,
    fields
      .map(({ name, sql, type, window, ttl }) => [name, sql, type, window ?? null, ttl ?? null] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return createHash('sha256').update(text).digest('hex');
}
