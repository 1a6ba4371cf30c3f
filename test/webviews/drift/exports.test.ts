import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvText } from '../../../webviews/drift/exports/csvText.ts';
import { jsonText } from '../../../webviews/drift/exports/jsonText.ts';
import { markdownText } from '../../../webviews/drift/exports/markdownText.ts';
import { DRIFT_STATES } from '../../kit/webviews/driftPages.ts';
import { flightsReport } from '../../kit/webviews/driftReports.ts';

test('CSV has the columns with all digits', () => {
  const [head, first, ...others] = csvText(flightsReport()).trim().split('\n');
  assert.match(head!, /^column,role,type,verdict,test,statistic,p_value,threshold,/);
  assert.match(first!, /^late_share_24h,input,"float, airport view",drift,wasserstein,0\.5601,1e-299,0\.1,508239,/);
  assert.equal(others.length, 8);
});

test('no name becomes a formula of a spreadsheet', () => {
  const [column] = flightsReport().columns;
  const report = flightsReport({ columns: [{ ...column!, column: '=HYPERLINK("http://x")' }] });
  assert.match(csvText(report), /\n"'=HYPERLINK\(""http:\/\/x""\)",/);
});

test('Markdown has verdict, checks and columns, and names in it are text', () => {
  const text = markdownText(flightsReport());
  assert.match(text, /^## Drift: 3 of 8 inputs changed, the limit is 30%\n/);
  assert.match(text, /\n\| Predictions \| failed \| 0\.278 \| limit 0\.1 \|\n/);
  assert.match(text, /\n\| late\\_share\\_24h \| drift \| Wasserstein \| 0\.560 \| 0\.1 \| \\< 1e-9 \| /);
  const hostile = markdownText(DRIFT_STATES.hostile().page!.report);
  assert.doesNotMatch(hostile, /(?<!\\)<script/);
});

test('JSON is the payload', () => {
  assert.deepEqual(JSON.parse(jsonText(flightsReport())), flightsReport());
});
