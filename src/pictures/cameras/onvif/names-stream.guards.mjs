export default [
  {
    layer: 'opening',
    guard: 'no key picture is asked of another channel',
    find: 'bare(there) === bare(here) && hasAll',
    replace: 'bare(there) === bare(here)',
    tests: ['./sync-point'],
  },
  {
    layer: 'opening',
    guard: 'a path that begins with two slashes is no host',
    find: 'new URL(`rtsp://camera${path}`)',
    replace: "new URL(path, 'rtsp://camera/')",
  },
  {
    layer: 'opening',
    guard: 'slashes without end in what ONVIF names cost as much as they are long',
    find: "(pathname.endsWith('/') ? pathname.slice(0, -1) : pathname)",
    replace: "pathname.replace(/\\/+$/, '')",
    tests: ['pictures/cameras/long-inputs'],
  },
];
