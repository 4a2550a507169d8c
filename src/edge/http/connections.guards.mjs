export default [
  {
    layer: 'limits',
    guard: 'so many connections are open at a time',
    find: 'if (open.size >= inAll && !makeRoom(address)) {',
    replace: 'if (open.size < 0) {',
  },
  {
    layer: 'limits',
    guard: 'so many connections of one address are open at a time',
    find: 'if (network.size >= perAddress && !closeIdle(network)) return false;',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'a connection that is being served does not give way',
    find: 'Array.from(sockets).find(isIdle)',
    replace: 'Array.from(sockets).find((socket) => isIdle(socket) || true)',
  },
  {
    layer: 'limits',
    guard: 'a connection that waits for its request is idle',
    find: 'if (request.complete) return false;',
    replace: 'return false;',
  },
  {
    layer: 'limits',
    guard: 'a few addresses do not hold all connections',
    find: 'return close(largest.values().next().value);',
    replace: 'return false;',
  },
  {
    layer: 'limits',
    guard: 'nobody takes a connection from who has as few',
    find: 'if (largest.size <= sites.of(siteOf(address)).size + 1) return false;',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'all networks of one /48 have a share of connections in bulk',
    find: 'return site.size < perSite || closeIdle(site);',
    replace: 'return true;',
  },
  {
    layer: 'limits',
    guard: 'behind a proxy connections count for whom it asks',
    find: 'const client = clientOf?.(request);',
    replace: 'const client = undefined;',
  },
  {
    layer: 'limits',
    guard: 'requests that are sent without awaiting the answers end their connection',
    find: 'if (requests.size > most) {',
    replace: 'if (requests.size < 0) {',
  },
];
