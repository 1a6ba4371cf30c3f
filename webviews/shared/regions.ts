/** Gives the focus to the next region of a page (marked by `data-region`) that can take it, or the one before. */
export function toNextRegion(page: Element, isBack: boolean): void {
  const regions = [...page.querySelectorAll<HTMLElement>('[data-region]')];
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const order = regions.map((_, i) => regions[(at + (isBack ? -1 - i : 1 + i) + 2 * regions.length) % regions.length]);
  for (const region of order) {
    const target = region?.querySelector<HTMLElement>(FOCUSABLE);
    if (target === undefined || target === null) continue;
    target.focus();
    return;
  }
}

const FOCUSABLE = 'a[href], button:not([tabindex="-1"]), input, [tabindex="0"]';
