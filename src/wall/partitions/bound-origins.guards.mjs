export default [
  {
    layer: '6 origin',
    guard: 'an origin’s place is sealed',
    find: 'place: seal(ring, camera, JSON.stringify(place)),',
    replace: 'place: JSON.stringify(place),',
    also: { find: 'JSON.parse(unseal(ring, camera, place))', replace: 'JSON.parse(place)' },
    tests: ['pictures/cameras/origin/origins'],
  },
  {
    layer: '6 origin',
    guard: 'an origin’s proof is sealed',
    find: 'proof: seal(ring, camera, JSON.stringify(proof)),',
    replace: 'proof: JSON.stringify(proof),',
    also: { find: 'JSON.parse(unseal(ring, camera, proof))', replace: 'JSON.parse(proof)' },
    tests: ['pictures/cameras/origin/origins'],
  },
];
