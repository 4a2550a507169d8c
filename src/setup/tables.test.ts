/** A guard or a mutant whose place in the source has changed would break its table on the next long run. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Step {
  readonly find: string;
  readonly replace: string;
}

interface Guard extends Step {
  readonly guard: string;
  readonly file: string;
  readonly prepare?: Step;
  readonly also?: Step;
}

interface Mutant {
  readonly mutant: string;
  readonly changes: readonly (Step & { readonly file: string })[];
}

// Plain JavaScript without types: they run before anything is built.
const load = async (table: string): Promise<unknown> =>
  import(new URL(table, import.meta.url).href) as Promise<unknown>;
const { guards } = (await load('./guards/table.mjs')) as { guards: readonly Guard[] };
const { mutants } = (await load('./mutants/table.mjs')) as { mutants: readonly Mutant[] };

const all = [
  ...guards.map(({ guard, file, prepare, also, find, replace }) => {
    const steps = [prepare, also, { find, replace }].flatMap((step) => step ?? []);
    return { name: guard, changes: steps.map((step) => ({ file, ...step })) };
  }),
  ...mutants.map(({ mutant, changes }) => ({ name: mutant, changes })),
];

test.each(all.map(({ name, changes }) => [name, changes] as const))(
  'can be made in the source as it is: %s',
  (_name, changes) => {
    const texts = new Map<string, string>();
    for (const { file, find, replace } of changes) {
      const text =
        texts.get(file) ?? readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      expect(text.split(find)).toHaveLength(2);
      texts.set(
        file,
        text.replace(find, () => replace),
      );
    }
  },
);
