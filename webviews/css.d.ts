/** Sheets go into the page's sheet, in the order in which they are imported. */
declare module '*.css';
