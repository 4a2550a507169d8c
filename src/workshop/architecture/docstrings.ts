/** Finds functions that a module of the product gives to others without saying what they do. */
import { productFiles } from './product-files.ts';

/** A line that exports a function, or what is plainly one. */
const exported =
  /^export (?:async )?(?:function\*? (\w+)|const (\w+)(?:: [^=]+)? = (?:async )?(?:\(|<|\w+ =>))/;

/** A command says what it does to whoever asks for its help. */
const isCommand = (path: string, name: string): boolean =>
  path.startsWith('cli/') && name.startsWith('register');

/** Returns each as `wall/x.ts: name`, of all files below the folder `source`. */
export function undocumentedFunctions(source: string): string[] {
  return productFiles(source).flatMap(({ path, text }) => {
    const lines = text.split('\n');
    return lines.flatMap((line, at) => {
      const [, declared, named = declared] = exported.exec(line) ?? [];
      if (named === undefined || isCommand(path, named)) return [];
      return lines[at - 1]?.trimEnd().endsWith('*/') === true ? [] : [`${path}: ${named}`];
    });
  });
}
