import { PAGE } from './pages.ts';
import { keyOf, type Row } from './row.ts';
import { moreLook } from './rows/messageItem.ts';

/** The row that shows the next page of a list; how many more there are may not be known. */
export function moreRow(list: string, hidden: number | undefined): Row {
  return {
    key: keyOf(list, 'more'),
    look: moreLook(hidden, PAGE),
    subject: { root: '', list },
    opens: { command: 'modelyard.showMore', title: 'Show More' },
  };
}
