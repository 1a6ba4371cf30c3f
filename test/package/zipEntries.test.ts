import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zipEntries } from '../../tools/package/zipEntries.ts';

/** Made with Python 3's zipfile: extension/a.txt stored, extension/ü.js ('x' * 1000) deflated, and a comment at the end. */
const ZIP = Buffer.from(
  'UEsDBBQAAAAAAAAAIQDjUT2NFwAAABcAAAAPAAAAZXh0ZW5zaW9uL2EudHh0aGVsbG8gaGVsbG8gaGVsbG8gaGVsbG9QSwMEFAAACAgAAAAhAObJQTsLAAAA6AMA' +
    'AA8AAABleHRlbnNpb24vw7wuanOrqBgFo2AUDHcAAFBLAQIUAxQAAAAAAAAAIQDjUT2NFwAAABcAAAAPAAAAAAAAAAAAAACAAQAAAABleHRlbnNpb24vYS50' +
    'eHRQSwECFAMUAAAICAAAACEA5slBOwsAAADoAwAADwAAAAAAAAAAAAAAgAFEAAAAZXh0ZW5zaW9uL8O8LmpzUEsFBgAAAAACAAIAegAAAHwAAAAPAG1hZGUg' +
    'Zm9yIGEgdGVzdA==',
  'base64',
);

test('a ZIP tells what is in it', () => {
  assert.deepEqual(zipEntries(ZIP), [
    { path: 'extension/a.txt', packed: 23, bytes: 23 },
    { path: 'extension/ü.js', packed: 11, bytes: 1000 },
  ]);
  assert.throws(() => zipEntries(Buffer.from('no zip')), /no central directory/);
  assert.throws(() => zipEntries(Buffer.alloc(0)), /no central directory/);
});
