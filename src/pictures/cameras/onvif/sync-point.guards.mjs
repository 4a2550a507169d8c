export default [
  {
    layer: 'opening',
    guard:
      'a camera whose ONVIF service appends words of its own to its URLs is asked for a key picture, too',
    find: 'likely ??= token;',
    replace: 'void token;',
  },
];
