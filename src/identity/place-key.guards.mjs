export default [
  {
    layer: 'one owner',
    guard: 'places are hashed under a key that a new one for sealing leaves alone',
    find: "placeKey = ({ places: [{ key }] }: Pick<KeyRing, 'places'>)",
    replace: "placeKey = ({ sealing: [{ key }] }: Pick<KeyRing, 'sealing'>)",
  },
];
