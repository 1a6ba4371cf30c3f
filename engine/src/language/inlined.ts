/** A script as it may stand in an element of HTML: nothing in it can end the element or begin a comment. */
export function inlinedScript(script: string): string {
  return script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

/** A sheet as it may stand in an element of HTML. */
export function inlinedStyle(style: string): string {
  return style.replaceAll('</', '<\\/');
}
