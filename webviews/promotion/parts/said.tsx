/** A sentence of the engine; what it says between backticks is code. */
export function Said({ text }: { readonly text: string }) {
  return (
    <>
      {text.split('`').map((part, at) =>
        at % 2 === 1 ? (
          <span class="mono" key={`${at}`}>
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
