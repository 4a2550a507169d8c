export default [
  {
    layer: '6 origin',
    guard: 'an origin’s place is sealed',
    find: 'place: seal(ring, camera, JSON.stringify(place)),',
    replace: 'place: JSON.stringify(place),',
    also: { find: 'JSON.parse(unseal(ring, camera, place))', replace: 'JSON.parse(place)' },
  },
  {
    layer: '6 origin',
    guard: 'an origin’s proof is sealed',
    find: 'proof: seal(ring, camera, JSON.stringify(proof)),',
    replace: 'proof: JSON.stringify(proof),',
    also: { find: 'JSON.parse(unseal(ring, camera, proof))', replace: 'JSON.parse(proof)' },
  },
  {
    layer: '6 origin',
    guard: 'only a host name may lead elsewhere',
    find: 'const [host, named] = [hostOf(url), hasName(url)];',
    replace: 'const [host, named] = [hostOf(url), hasName(url) || url !== undefined];',
  },
  {
    layer: '6 origin',
    guard: 'a camera that says nothing of itself is not carried over by its name',
    find: ' && (await isTold(camera, line)),',
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
