/** Whether a request to a listener on loopback was meant for it, by its Host header. */

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * False for any name but loopback's own, and for none: a web page from elsewhere can have its name resolved
 * to this machine (DNS rebinding) and would then read what is answered.
 */
export const isLoopbackHost = (host: string | undefined): boolean =>
  host !== undefined && loopback.test(host);
