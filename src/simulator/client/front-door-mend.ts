/** Says what mends it if the bridge does not reach its own PUBLIC_URL, by the code that Node gives. */

const ownAuthority =
  'where the proxy has a certificate of its own, or of an own authority, start the bridge with ' +
  'NODE_EXTRA_CA_CERTS=<file.pem> in its environment (in casement.service a line Environment=; not in .env)';
const name = 'check PUBLIC_URL, and that this machine resolves its name (/etc/hosts)';
const proxy =
  'check that the proxy runs and that its name leads to it from this machine, too (many routers do not lead back in)';

const mends: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: ownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: ownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: ownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ownAuthority,
  CERT_HAS_EXPIRED: 'renew the certificate of the proxy',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate of the proxy is for another name than that of PUBLIC_URL',
  ENOTFOUND: name,
  EAI_AGAIN: name,
  ECONNREFUSED: proxy,
  ECONNRESET: proxy,
  EHOSTUNREACH: proxy,
  ENETUNREACH: proxy,
  ETIMEDOUT: proxy,
  UND_ERR_CONNECT_TIMEOUT: proxy,
  UND_ERR_SOCKET: proxy,
};

/** Returns one clause; undefined for any other code. */
export function frontDoorMend(code: string): string | undefined {
  return Object.hasOwn(mends, code) ? mends[code] : undefined;
}
