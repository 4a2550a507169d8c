export default [
  {
    layer: 'frozen camera',
    guard: 'sound is no picture',
    find: "if (unit.kind === 'video') this.#pictureCame(unit.key);",
    replace: "this.#pictureCame(unit.kind === 'video' && unit.key);",
    tests: ['./frozen'],
  },
  {
    layer: 'frozen camera',
    guard: 'a camera without pictures is not online, whatever else it sends',
    find: 'silentMs < this.#options.silentAfterMs && this.#showing.isShowing();',
    replace: 'silentMs < this.#options.silentAfterMs;',
    tests: ['./frozen'],
  },
  {
    layer: 'opening',
    guard: 'a camera of one connection is asked for a key picture, too',
    find: '    try {\n      const asked = await this.#options.askForKey(',
    replace:
      '    if (takesOne(this.#address, this.#options.habits)) return;\n    try {\n      const asked = await this.#options.askForKey(',
    tests: ['pictures/cameras/onvif/sync-point'],
  },
  {
    layer: 'opening',
    guard: 'a camera of which most pictures are of no use is told of',
    find: 'onLoss: (isMost) => this.#showing.loses(isMost),',
    replace: '',
    tests: ['./frozen'],
  },
];
