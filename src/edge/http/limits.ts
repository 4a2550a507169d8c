/** How much and for how long the edge puts up with. Bytes and milliseconds. */
export const limits = Object.freeze({
  /** The largest intent request; 500 devices with full customData are about as large. */
  intentBytes: 256 * 1024,
  /** Request line and headers together. */
  headerBytes: 16 * 1024,
  /** How long the headers may take to arrive whole. */
  headersMs: 10_000,
  /** How long a request may take to arrive whole, body included: no slow trickle holds a socket longer. */
  requestMs: 30_000,
  /** Above the 60 s of common reverse proxies, so that the proxy is the one that closes idle connections. */
  keepAliveMs: 72_000,
  /** A socket on which nothing moved for so long is dead. */
  silentMs: 120_000,
  /** How long one readiness check may take. */
  readinessMs: 2_000,
});
