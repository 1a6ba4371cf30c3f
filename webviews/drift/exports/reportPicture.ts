import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { type Drawn, joinedPicture, type PictureFormat, type PictureRow } from '../../shared/pictures/joinedPicture.ts';
import { momentText, sideText } from '../model/driftTexts.ts';
import { plainSentence } from '../model/sentenceParts.ts';

/** Larger pictures are none that somebody looks at. */
const MOST_COLUMNS = 12;

/** Verdict and the charts of the columns that are open, as they are drawn; undefined where there is no chart. */
export async function reportPicture(report: MonitorReport, format: PictureFormat): Promise<Uint8Array | undefined> {
  if (openColumns().length === 0) await openFirst();
  const columns = openColumns()
    .slice(0, MOST_COLUMNS)
    .flatMap((opened): readonly PictureRow[] => {
      const charts = chartsOf(opened);
      const said = opened.previousElementSibling?.getAttribute('aria-label') ?? '';
      return charts.length === 0 ? [] : [words(said), { kind: 'charts', charts }];
    });
  return joinedPicture([...headOf(report), ...columns], format);
}

function headOf(report: MonitorReport): readonly PictureRow[] {
  const { headline, reference, current, monitor, due, made } = report;
  const when = momentText(monitor === null ? made : due);
  return [
    { kind: 'words', text: plainSentence(headline), isTitle: true },
    words(`Outline: reference, ${sideText(reference)}. Fill: current, ${sideText(current)}. Checked ${when}.`),
  ];
}

function words(text: string): PictureRow {
  return { kind: 'words', text, isTitle: false };
}

function openColumns(): readonly Element[] {
  return [...document.querySelectorAll('.columns .opened')];
}

/** Drawn once its width is known, a frame later. */
async function openFirst(): Promise<void> {
  document.querySelector<HTMLElement>('[data-column]')?.click();
  for (let frames = 0; frames < 3; frames += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
}

function chartsOf(opened: Element): readonly Drawn[] {
  return [...opened.querySelectorAll('.chart-box')].flatMap((body) => {
    const title = titleOf(body.querySelector('h3'));
    return body.querySelector('svg.chart') === null ? [] : [{ body, title }];
  });
}

/** What is said beside a title stands apart from it. */
function titleOf(head: Element | null): string {
  const parts = [...(head?.childNodes ?? [])].map((node) =>
    node instanceof Element ? `; ${node.textContent?.trim()}` : (node.textContent ?? ''),
  );
  return parts
    .join('')
    .replaceAll(/\s+(?=;)/g, '')
    .trim();
}
