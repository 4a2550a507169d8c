export default [
  {
    layer: 'emergency',
    guard: 'who takes a camera over as it is added is told whether the bridge has acted',
    find: 'options.takeOver === true ? act : withData',
    replace: 'act.length === 0 ? act : withData',
    tests: ['./one-owner'],
  },
  {
    layer: 'camera commands',
    guard: 'nothing is written before what tries the camera is loaded',
    find: `const { tryCamera } = await loadTrial();
        const device = await register.addCamera(camera, termsOf(options));`,
    replace: `const device = await register.addCamera(camera, termsOf(options));
        const { tryCamera } = await loadTrial();`,
    tests: ['./load-trial'],
  },
];
