import type Database from 'better-sqlite3';
import type { LoggedModel, LoggedModelStore } from '../../ports/loggedModelStore.ts';
import type { Connection } from './connection.ts';
import { activeExperiment } from './experiments.ts';
import { completeModels, findLoggedModel, type LoggedModelRow } from './loggedModelRows.ts';
import { modelParamChanged } from './runFailures.ts';
import { searchLoggedModels } from './searchLoggedModels.ts';
import { prepared } from './statements.ts';

export function loggedModelStore(connection: Connection): LoggedModelStore {
  const { clock, ids } = connection;
  const read = (db: Database.Database, id: string, deleted = false) =>
    completeModels(db, [findLoggedModel(db, id, { deleted })])[0]!;
  const change = (id: string, work: (db: Database.Database, row: LoggedModelRow) => void): Promise<LoggedModel> =>
    connection.write((db) => {
      const row = findLoggedModel(db, id);
      work(db, row);
      prepared(db, `UPDATE logged_models SET updated_at = max(updated_at, ?) WHERE no = ?`).run(clock.now(), row.no);
      return read(db, id, true);
    });
  return {
    createLoggedModel: (model) =>
      connection.write((db) => {
        const { id = `m-${ids.runId()}`, name, type = null, run = null, user = null, params = {}, tags = {} } = model;
        const now = clock.now();
        const made = prepared(
          db,
          `INSERT INTO logged_models (id, experiment, name, type, run, user, status, created_at, updated_at)
           VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
        ).run(id, activeExperiment(db, model.experiment), name, type, run, user, now, now);
        writeModelParams(db, { no: Number(made.lastInsertRowid), id }, params);
        writeModelTags(db, Number(made.lastInsertRowid), tags);
        return read(db, id);
      }),
    loggedModel: (id, { deleted = false } = {}) => connection.read((db) => read(db, id, deleted)),
    finishLoggedModel: (id, status, message) =>
      change(id, (db, { no }) => {
        const update = prepared(db, `UPDATE logged_models SET status = ?, status_message = ? WHERE no = ?`);
        update.run(status, message ?? null, no);
      }),
    logModel: (id, { tags = {}, params = {} }) =>
      change(id, (db, row) => {
        writeModelParams(db, row, params);
        writeModelTags(db, row.no, tags);
      }),
    deleteLoggedModelTag: async (id, key) => {
      let had = false;
      await change(id, (db, { no }) => {
        had = prepared(db, `DELETE FROM model_tags WHERE model = ? AND key = ?`).run(no, key).changes === 1;
      });
      return had;
    },
    deleteLoggedModel: async (id) => {
      await change(id, (db, { no }) => {
        prepared(db, `UPDATE logged_models SET deleted_at = ? WHERE no = ?`).run(clock.now(), no);
      });
    },
    searchLoggedModels: (query) => connection.read((db) => searchLoggedModels(db, query)),
  };
}

export function writeModelParams(
  db: Database.Database,
  model: { readonly no: number; readonly id: string },
  params: Readonly<Record<string, string>>,
): void {
  const insert = prepared(db, `INSERT INTO model_params (model, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`);
  const present = prepared(db, `SELECT value FROM model_params WHERE model = ? AND key = ?`).pluck();
  for (const [key, value] of Object.entries(params)) {
    if (insert.run(model.no, key, value).changes === 1) continue;
    const before = present.get(model.no, key) as string;
    if (before !== value) throw modelParamChanged(model.id, key, before, value);
  }
}

export function writeModelTags(db: Database.Database, model: number, tags: Readonly<Record<string, string>>): void {
  const upsert = prepared(
    db,
    `INSERT INTO model_tags (model, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
  for (const [key, value] of Object.entries(tags)) upsert.run(model, key, value);
}
