export default [
  {
    layer: 'reasons',
    guard: 'what greets by another protocol is not waited for',
    find: "if (line >= 0 && !startLineBegun.test(begun)) throw new RtspFault('malformed');",
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'what is not whole is not read anew with each of its bytes',
    find: 'return this.#await(bodyStart + length - at);',
    replace: 'return 0;',
  },
  {
    layer: 'forged media',
    guard: 'noise is looked past only where it plays',
    find: 'if (this.#playing && !mayBeginMessage(bytes, at)) return this.#skip(bytes, at);',
    replace: 'if (!mayBeginMessage(bytes, at)) return this.#skip(bytes, at);',
    tests: ['./framing', './hostile'],
  },
  {
    layer: 'forged media',
    guard: 'noise has an end',
    find: "if (this.#skipped > limits.noiseBytes) throw new RtspFault('malformed');",
    replace: '',
  },
  {
    layer: 'forged media',
    guard: 'a dollar sign in noise is no frame',
    find: 'if (!expected && this.#skipped > 0) return this.#skip(bytes, at);',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'lines of one head are bounded',
    find: "if (lines.length > 1 + limits.headLines) throw new RtspFault('malformed');",
    replace: '',
  },
  {
    layer: 'whole pictures',
    guard: 'a body is no view of what is read into again',
    find: 'body: Buffer.from(bytes.subarray(bodyStart, bodyStart + length)),',
    replace: 'body: bytes.subarray(bodyStart, bodyStart + length),',
  },
];
