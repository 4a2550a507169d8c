/** A plug-in of esbuild for programs that are joined from modules. */
import { readFile } from 'node:fs/promises';
import { extname, relative } from 'node:path';

/**
 * A module goes on saying where it is, not where the joined file lies: it looks for files from there.
 * @param {string} folder where the joined files come to lie
 */
export const ownPlaces = (folder) => ({
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.[jt]s$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const place = JSON.stringify(relative(folder, path));
      return {
        contents: text.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`),
        loader: extname(path).slice(1),
      };
    });
  },
});
