import { expect, test } from '@jest/globals';
import { readAnswer } from './answer.ts';

const soap = 'http://www.w3.org/2003/05/soap-envelope';
const operation = 'GetDeviceInformation';
const envelope = (body: string, before = ''): string =>
  `<?xml version="1.0"?>${before}<e:Envelope xmlns:e="${soap}"><e:Body>${body}</e:Body></e:Envelope>`;
const said = (inside: string, before = ''): string =>
  envelope(`<d:${operation}Response xmlns:d="d">${inside}</d:${operation}Response>`, before);
const serial = (xml: string): string | undefined => readAnswer(operation, xml).text('SerialNumber');

function reasonOf(xml: string): unknown {
  try {
    serial(xml);
  } catch (error) {
    return (error as { reason?: unknown }).reason;
  }
  return 'read';
}

test('what was said is found by its place, whatever its prefix', () => {
  expect(serial(said('<d:SerialNumber>4M&amp;1&#x41;</d:SerialNumber>'))).toBe('4M&1A');
  expect(serial(said('<SerialNumber><![CDATA[<7>]]></SerialNumber>'))).toBe('<7>');
  expect(serial(said('<Other><SerialNumber>7</SerialNumber></Other>'))).toBeUndefined();
  const nested = '<A><B>1</B></A><A><B>2</B></A>';
  expect(readAnswer(operation, said(nested)).text('A/B')).toBe('1');
});

test('the entities of a document type are neither known nor fetched', () => {
  const laughs = Array.from(
    { length: 20 },
    (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
  );
  const bomb = `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs.join('')}]>`;
  const file = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>';
  const remote = '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">';
  for (const type of [bomb, file, remote, '<!DOCTYPE x>']) {
    expect(reasonOf(said('<SerialNumber>7</SerialNumber>', type))).toBe('malformed');
  }
  for (const name of ['l20', 'f', 'nbsp']) {
    expect(reasonOf(said(`<SerialNumber>&${name};</SerialNumber>`, bomb))).toBe('malformed');
    expect(reasonOf(said(`<SerialNumber>&${name};</SerialNumber>`))).toBe('malformed');
  }
});

test.each([
  ['nothing', ''],
  ['a page', '<!doctype html><html><body>Log in</body></html>'],
  ['no XML', '{"SerialNumber":"7"}'],
  ['cut off', said('<SerialNumber>7</SerialNumber>').slice(0, -5)],
  ['another root', said('').replaceAll('Envelope', 'Letter')],
  ['no body', '<Envelope><Header/></Envelope>'],
  ['an empty body', envelope('')],
  ['the answer to something else', envelope('<GetServicesResponse/>')],
  ['the question', envelope(`<${operation}/>`)],
  ['twenty thousand elements deep', said('<a>'.repeat(20_000))],
  ['as deep, and closed', said('<a>'.repeat(9_000) + '</a>'.repeat(9_000)).slice(0, -3)],
  ['control characters', said('<SerialNumber>\u0000</SerialNumber>')],
])('%s is no answer', (_what, xml) => {
  expect(reasonOf(xml)).toBe('malformed');
});

test('a fault is told by its kind', () => {
  const fault = (code: string): string =>
    envelope(
      `<e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>ter:${code}</e:Value>` +
        '</e:Subcode></e:Code></e:Fault>',
    );
  expect(reasonOf(fault('NotAuthorized'))).toBe('unauthorized');
  // As gSOAP has it, in a prefix of its own.
  expect(reasonOf(fault('FailedAuthentication'))).toBe('unauthorized');
  expect(reasonOf(fault('InvalidSecurityToken'))).toBe('unauthorized');
  const ofSoap11 = '<Fault><faultcode>wsse:FailedCheck</faultcode></Fault>';
  expect(reasonOf(envelope(ofSoap11))).toBe('unauthorized');
  expect(reasonOf(fault('ActionNotSupported'))).toBe('refused');
  expect(reasonOf(envelope('<Fault/>'))).toBe('refused');
});
