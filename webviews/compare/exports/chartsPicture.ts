import { type Drawn, joinedPicture, type PictureFormat } from '../../shared/pictures/joinedPicture.ts';

/** Milliseconds until charts are taken as they are, and between two looks at them. */
const PATIENCE = 5000;
const LOOK = 60;

/** All charts that the page shows, side by side in one picture; undefined where none is drawn. They are waited for. */
export async function chartsPicture(format: PictureFormat): Promise<Uint8Array | undefined> {
  return joinedPicture([{ kind: 'charts', charts: await drawnCharts() }], format);
}

async function drawnCharts(): Promise<readonly Drawn[]> {
  const until = performance.now() + PATIENCE;
  let before = '';
  for (;;) {
    const tiles = [...document.querySelectorAll('.tile')];
    const isWhole = tiles.length > 0 && tiles.every((tile) => tile.querySelector('svg.chart, .state') !== null);
    const now = tiles.map((tile) => tile.querySelector('svg.chart')?.childElementCount ?? 0).join();
    if ((isWhole && now === before) || performance.now() > until) return tiles.flatMap(chartOf);
    before = isWhole ? now : '';
    await new Promise((done) => setTimeout(done, LOOK));
  }
}

function chartOf(tile: Element): readonly Drawn[] {
  const body = tile.querySelector('.tile-body');
  const title = (tile.querySelector('h3')?.textContent ?? '').trim();
  return body === null || body.querySelector('svg.chart') === null ? [] : [{ body, title }];
}
