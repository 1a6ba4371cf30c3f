// A small report without any package: the share of late flights by hour of departure, as one HTML page.
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { test: { type: 'string' }, skill: { type: 'string' }, out: { type: 'string' } },
});

const hours = Array.from({ length: 24 }, () => ({ flights: 0, late: 0 }));
let columns;
for await (const line of createInterface({ input: createReadStream(values.test) })) {
  const cells = line.split(',');
  if (!columns) {
    columns = { hour: cells.indexOf('hour'), late: cells.indexOf('late') };
    continue;
  }
  const hour = hours[Number(cells[columns.hour])];
  hour.flights += 1;
  if (cells[columns.late] === 'true') hour.late += 1;
}

const bars = hours
  .map(({ flights, late }, hour) => ({ hour, flights, share: flights === 0 ? 0 : (100 * late) / flights }))
  .filter(({ flights }) => flights > 0)
  .map(
    ({ hour, flights, share }) => `<tr>
  <td>${hour}:00</td><td>${flights}</td>
  <td><div style="width: ${(4 * share).toFixed(1)}px; background: steelblue">&nbsp;</div></td><td>${share.toFixed(1)}%</td>
</tr>`,
  );

await writeFile(
  values.out,
  `<!doctype html>
<meta charset="utf-8">
<title>Late flights by hour</title>
<h1>Late flights by hour of departure</h1>
<p>Such a table of earlier flights, used as a forecast, takes away ${(100 * Number(values.skill)).toFixed(1)}% of the Brier score of a constant guess.</p>
<table>
<tr><th>hour</th><th>flights</th><th>late</th><th></th></tr>
${bars.join('\n')}
</table>
`,
);
console.log(`${bars.length} hours written`);
