import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDuckDb } from '../../../engine/src/adapters/duckdb/duckDb.ts';
import { unpackLz4 } from '../../../engine/src/adapters/duckdb/lz4.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

/**
 * pyarrow 26.0.1, LZ4 as by default:
 * feather.write_feather(pa.table({'id': pa.array([1]*40+[2]), 'name': pa.array(['abab']*40+['c'])}), 'small.feather')
 */
const FEATHER = [
  'QVJST1cxAAD/////qAAAABAAAAAAAAoADAAGAAUACAAKAAAAAAEEAAwAAAAIAAgAAAAEAAgAAAAEAAAAAgAAAEQAAAAEAAAA1P//',
  '/wAAAQUQAAAAHAAAAAQAAAAAAAAABAAAAG5hbWUAAAAABAAEAAQAAAAQABQACAAGAAcADAAAABAAEAAAAAAAAQIQAAAAHAAAAAQA',
  'AAAAAAAAAgAAAGlkAAAIAAwACAAHAAgAAAAAAAABQAAAAP/////YAAAAFAAAAAAAAAAMABgABgAFAAgADAAMAAAAAAMEABwAAAAY',
  'AQAAAAAAAAAAAAAMABwAEAAEAAgADAAMAAAAeAAAABwAAAAUAAAAKQAAAAAAAAAAAAAABAAEAAQAAAAFAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAKgAAAAAAAAAwAAAAAAAAAAAAAAAAAAAAMAAAAAAAAAC/AAAAAAAAAPAAAAAAAAAAIwAAAAAAAAAAAAAAAgAA',
  'ACkAAAAAAAAAAAAAAAAAAAApAAAAAAAAAAAAAAAAAAAASAEAAAAAAAAEIk0YYECCEwAAACIBAAEADwgA/yaAAgAAAAAAAAAAAAAA',
  'AAAAAAAAqAAAAAAAAAAEIk0YYECCqAAAgAAAAAAEAAAACAAAAAwAAAAQAAAAFAAAABgAAAAcAAAAIAAAACQAAAAoAAAALAAAADAA',
  'AAA0AAAAOAAAADwAAABAAAAARAAAAEgAAABMAAAAUAAAAFQAAABYAAAAXAAAAGAAAABkAAAAaAAAAGwAAABwAAAAdAAAAHgAAAB8',
  'AAAAgAAAAIQAAACIAAAAjAAAAJAAAACUAAAAmAAAAJwAAACgAAAAoQAAAAAAAAAAoQAAAAAAAAAEIk0YYECCDAAAAC9hYgIAh1Bh',
  'YmFiYwAAAAAAAAAAAP////8AAAAAEAAAAAwAFAAGAAgADAAQAAwAAAAAAAQANAAAACQAAAAEAAAAAQAAALgAAAAAAAAA4AAAAAAA',
  'AAAYAQAAAAAAAAAAAAAIAAgAAAAEAAgAAAAEAAAAAgAAAEQAAAAEAAAA1P///wAAAQUQAAAAHAAAAAQAAAAAAAAABAAAAG5hbWUA',
  'AAAABAAEAAQAAAAQABQACAAGAAcADAAAABAAEAAAAAAAAQIQAAAAHAAAAAQAAAAAAAAAAgAAAGlkAAAIAAwACAAHAAgAAAAAAAAB',
  'QAAAANAAAABBUlJPVzE=',
].join('');

test('a Feather file of pandas is read', async (t) => {
  const folder = temporaryFolder(t);
  const source = await openDuckDb({ tmpFolder: folder, readable: [], threads: 1 });
  t.after(() => source.close());
  const file = join(folder, 'small.feather');
  writeFileSync(file, Buffer.from(FEATHER, 'base64'));
  const relation = await source.relation({ files: [file], format: 'arrow' });
  assert.deepEqual(await source.rows(`SELECT id, name, count(*) AS n FROM ${relation} GROUP BY ALL ORDER BY 1`), [
    { id: 1, name: 'abab', n: 40 },
    { id: 2, name: 'c', n: 1 },
  ]);
});

test('an LZ4 frame that is none, or cut off, is refused', () => {
  assert.throws(() => unpackLz4(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), /no LZ4 frame/);
  const cutOff = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0, 9, 0, 0, 0, 0xf0);
  assert.throws(() => unpackLz4(cutOff), /cut off/);
});
