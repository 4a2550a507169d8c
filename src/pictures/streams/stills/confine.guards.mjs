export default [
  {
    layer: 'fair share',
    guard: 'ffmpeg has a limit of memory',
    find: '&& ulimit -d ${most.dataKiB} ',
    replace: '',
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg has a limit of what it maps',
    find: '&& ulimit -v ${most.addressSpaceKiB} ',
    replace: '',
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg has a limit of processor time',
    find: '&& ulimit -t ${most.cpuSeconds} ',
    replace: '',
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg comes after everything else in turn',
    find: 'setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);',
    replace: 'void setPriority; void constants;',
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg runs as another user where it is told one',
    find: '    ...user,',
    replace: '    ...(user && {}),',
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg has none of the bridge’s descriptors',
    find: "stdio: ['pipe', 'pipe', 'ignore', ...masks()],",
    replace: "stdio: ['pipe', 'pipe', 'ignore', ...masks().slice(0, 0)],",
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg does not run with a descriptor that is not masked',
    find: '|| exit ${leaked}; done',
    replace: '|| true; done',
  },
  {
    layer: 'fair share',
    guard: 'after a descriptor beyond what is masked more is masked',
    find: 'masked = Math.min(maxMasked, masked * 2 + 1);',
    replace: ';',
  },
  {
    layer: 'fair share',
    guard: 'what ffmpeg has started ends with it',
    find: '    killGroup(pid);\n    if (code',
    replace: '    if (code',
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg is killed with all it has started',
    find: '    detached: true,\n',
    replace: '',
  },
  {
    layer: 'fair share',
    guard: 'ffmpeg has no environment',
    find: 'env: {},',
    replace: 'env: process.env,',
  },
];
