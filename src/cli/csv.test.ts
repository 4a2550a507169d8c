import { expect, test } from '@jest/globals';
import { csv } from './csv.ts';

test('cells are quoted where they must be, and none is a formula', () => {
  const rows = [
    ['a', 'b', 'c', 'd'],
    ['plain', 'a,b', 'say "hi"', 'two\nlines'],
    ['=1+1', '+1', '-1', '@x'],
  ];
  expect(csv(rows)).toBe(
    `a,b,c,d\r\nplain,"a,b","say ""hi""","two\nlines"\r\n'=1+1,'+1,'-1,'@x\r\n`,
  );
});
