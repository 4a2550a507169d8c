export default [
  {
    layer: 'fair share',
    guard: 'a bridge that runs as root runs ffmpeg as nobody',
    find: 'if (configured === undefined && ownUid !== 0) return undefined;',
    replace: 'if (configured === undefined) return undefined;',
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg is never run as root',
    find: 'if (user.uid === 0 || user.gid === 0) {',
    replace: 'if (user.uid === -1) {',
  },
];
