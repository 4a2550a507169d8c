/**
 * The port by which the wall learns which URLs are a camera's stream: the kinds say so
 * (`pictures/cameras/kinds.ts`).
 */
export interface StreamForm {
  /** What people call such a URL. */
  readonly called: string;
  /** In lower case, in the order in which they are offered. */
  readonly schemes: readonly string[];
}
