/**
 * The README as the page of the extension shows it: what leads to files of the checkout is words there, and pictures, which
 * may only come from a web server, are left out.
 */
export function packageReadme(readme: string): string {
  return readme
    .replace(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n+/gm, '')
    .replace(/!\[[^\]]*\]\((?!https:)[^)]*\)/g, '')
    .replace(/\[([^\]]+)\]\((?!https?:|mailto:|#)[^)]*\)/g, '$1');
}
