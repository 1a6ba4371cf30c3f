interface Box {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 4;

/** Where a popover stands: below what it explains, above where there is no room, and always inside the frame. */
export function popoverPlace(anchor: Box, size: Size, frame: Size): { readonly left: number; readonly top: number } {
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - size.height;
  const isBelow = below + size.height <= frame.height || above < 0;
  return {
    left: Math.max(GAP, Math.min(anchor.left, frame.width - size.width - GAP)),
    top: Math.max(GAP, isBelow ? Math.min(below, frame.height - size.height - GAP) : above),
  };
}
