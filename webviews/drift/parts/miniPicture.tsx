import type { Picture } from '../../../engine/src/monitoring/report/columnReport.ts';
import { pictureMarks } from '../model/pictureMarks.ts';

const BOX = { width: 190, height: 36 };

/** Reference as an outline, current rows as a fill, on the same bins; hidden from readers, whom the row tells both means. */
export function MiniPicture({ picture }: { readonly picture: Picture }) {
  const marks = pictureMarks(picture, BOX);
  return (
    <svg class="mini" viewBox={`0 0 ${BOX.width} ${BOX.height}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="hc" d={marks.current} />
      <path class="hr" d={marks.reference} />
    </svg>
  );
}
