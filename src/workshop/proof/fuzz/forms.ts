/** Forms and queries, damaged in their fields and then in their bytes. */
import fc from 'fast-check';
import { byteEdits, damaged } from './damage.ts';
import { names, texts, wellFormed } from './values.ts';

type Form = Readonly<Record<string, string>>;

const at = fc.nat(20);
const formEdit = fc.oneof(
  fc.record({ do: fc.constant('replace' as const), at, by: texts }),
  fc.record({ do: fc.constant('remove' as const), at }),
  fc.record({ do: fc.constant('rename' as const), at, by: names }),
  fc.record({ do: fc.constant('repeat' as const), at, by: texts }),
);

/** A form as text, damaged in its fields and then in its bytes. */
export function forms(valid: readonly Form[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...valid), fc.array(formEdit, { maxLength: 3 }), byteEdits)
    .map(([form, edits, bytes]) => {
      const pairs = Object.entries(form);
      for (const edit of edits) {
        const place = edit.at % Math.max(1, pairs.length);
        const [name, value] = pairs[place] ?? ['', ''];
        if (edit.do === 'remove') pairs.splice(place, 1);
        else if (edit.do === 'replace') pairs[place] = [name, edit.by];
        else if (edit.do === 'rename') pairs[place] = [edit.by, value];
        else pairs.push([name, edit.by]);
      }
      const text = pairs.map(([name, value]) => `${safe(name)}=${safe(value)}`).join('&');
      return damaged(Buffer.from(text), bytes).toString('latin1');
    });
}

/** As a form writes it; text without a UTF-8 form is replaced, as browsers do. */
const safe = (text: string): string => encodeURIComponent(wellFormed(text));
