export default [
  {
    layer: '6 origin',
    guard: 'a name is vouched for as long as it is the same',
    find: 'before.trustName !== undefined && same',
    replace: 'before.trustName !== undefined',
  },
  {
    layer: '6 origin',
    guard: 'a key is confirmed as a whole digest',
    find: 'keys: [...new Set(keys.map(readKey))]',
    replace: 'keys: [...new Set(keys)]',
    tests: ['wall/operator/register'],
  },
  {
    layer: '6 origin',
    guard: 'what is no certificate is no authority',
    find: 'certificates.length > 0 && certificates.every(isCertificate)',
    replace: 'certificates.length > 0 && isCertificate.length > 0',
    tests: ['./camera-trust', './camera-form'],
  },
  {
    layer: '6 origin',
    guard: 'of a file of authorities only its certificates are kept',
    find: "return `${certificates.join('\\n')}\\n`;",
    replace: 'return text;',
    tests: ['./camera-trust', './camera-form'],
  },
  {
    layer: 'limits',
    guard: 'a camera proves itself by so many keys at most',
    find: 'new Set(keys).size > maxKeys',
    replace: 'false',
    tests: ['cli/camera/check.test'],
  },
];
