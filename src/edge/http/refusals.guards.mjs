export default [
  {
    layer: 'refused lines',
    guard: 'what a request calls a device is bounded and stripped in the log',
    find: "device.slice(0, maxOfName).replaceAll(/[^\\w:()-]/g, '?')",
    replace: 'device',
  },
];
