/**
 * Whose bridge and commands a black-box test starts: those of this source, or those of another commit,
 * checked out at the folder that CASEMENT_CHECKOUT names (`npm run before`).
 */
import { pathToFileURL } from 'node:url';

const folder = process.env['CASEMENT_CHECKOUT'];

/** Ends with a slash. */
export const checkout: URL =
  folder === undefined ? new URL('../../../', import.meta.url) : pathToFileURL(`${folder}/`);
