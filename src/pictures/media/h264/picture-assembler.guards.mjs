export default [
  {
    layer: 'whole pictures',
    guard: 'an open GOP begins with a recovery point that is right at once',
    find: 'typeOf(nal) === SEI && recoveryFrames(nal) === 0',
    replace: 'typeOf(nal) === SEI && recoveryFrames(nal) !== undefined',
  },
  {
    layer: 'whole pictures',
    guard: 'what refers to before an open GOP is left out',
    find: 'else if (this.#leads(start, timestamp)) return;',
    replace: 'else if (this.#leads(start, timestamp) && timestamp < 0) return;',
  },
  {
    layer: 'whole pictures',
    guard: 'a PPS that comes within a GOP goes on with its picture',
    find: 'if (known === undefined) return [];',
    replace: 'if (known === undefined || !key) return [];',
  },
  {
    layer: 'whole pictures',
    guard: 'a key picture that is not over yet is not told as damaged',
    find: 'this.#keyUnderWay = true;',
    replace: 'this.keySpoilt = true;',
    tests: ['pictures/cameras/rtsp/first-picture'],
  },
  {
    layer: 'opening',
    guard: 'parameter sets between the slices of a picture do not end it',
    find: 'if (this.#sliceType !== 0 && begins && !slice && timestamp === this.#timestamp) {',
    replace: 'if (this.#sliceType !== 0 && begins && !slice && timestamp === -1) {',
  },
];
