export default [
  {
    layer: '6 origin',
    guard: 'only a host name may lead elsewhere',
    find: 'const [host, named] = [hostOf(url), hasName(url)];',
    replace: 'const [host, named] = [hostOf(url), hasName(url) || url !== undefined];',
  },
  {
    layer: '6 origin',
    guard: 'a camera that says nothing of itself is not carried over by its name',
    find: ' && (await namesDevice(camera, line)),',
    replace: ',',
    tests: ['./origins.test'],
  },
  {
    layer: '6 origin',
    guard: 'of two that bind at a time, one that met another origin is not let go on',
    find: 'if (same && (await',
    replace: 'if ((same || !same) && (await',
  },
];
