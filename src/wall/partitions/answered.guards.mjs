export default [
  {
    layer: 'record',
    guard: 'the place that answered stands in the record, not the text of its URL',
    find: 'hashPlace(key, met.address, { port: met.port, path: target.path })',
    replace: 'hashPlace(key, target.host, target)',
    tests: ['./recorder'],
  },
  {
    layer: 'record',
    guard: 'the record names the device that was asked over ONVIF',
    find: 'if (device.pin !== undefined) lines.onvif = device;',
    replace: 'void device;',
    tests: ['./recorder'],
  },
  {
    layer: 'record',
    guard: 'the record names where a camera led',
    find: '...(led.length > 0 && { led }),',
    replace: '',
    tests: ['workshop/end-to-end/exposure'],
  },
];
