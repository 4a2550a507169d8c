/**
 * What an operator does about an error of the server or of the way to it, in words of our own: the server's name a role,
 * the system's a host, of the database URL.
 */

/** What the statement was for: what a role needs for it differs. */
export type Purpose = 'work' | 'migration';

const certificate =
  "the server's certificate is not vouched for by an authority that is known: name its authority's file as " +
  'sslrootcert in the database URL, or by NODE_EXTRA_CA_CERTS';
const noTls =
  'the server broke off where TLS was to begin: switch it on there (ssl = on), which a server that is not on this ' +
  'machine needs';
const slow = 'the server did not answer in time: see whether it hangs, and the way to it';
const gone = 'the server broke the connection off, as where it is restarted: see its log';
const lost = 'the host of the database URL cannot be reached: see the network, and mend the host';
const standby = 'the database URL leads to a standby: let it lead to the primary';
const damaged = 'the server finds what it has stored damaged: see its log, and restore';

const advice: Readonly<Record<string, string>> = {
  // The way there.
  ECONNREFUSED:
    'nobody listens at the host and port of the database URL: start the server, or mend them',
  ENOENT: 'the folder of the database URL has no socket of a server: start the server, or mend it',
  EACCES: 'this user may not use the socket of the database URL: let it, or mend the URL',
  ENOTFOUND: 'the host of the database URL is not known: mend it',
  EAI_AGAIN: 'nobody says just now where the host of the database URL is: see the name server',
  EHOSTUNREACH: lost,
  ENETUNREACH: lost,
  ETIMEDOUT: slow,
  CONNECT_TIMEOUT: slow,
  ECONNRESET: gone,
  EPIPE: gone,
  CONNECTION_CLOSED: gone,
  CONNECTION_ENDED: gone,
  // So the client says that it has let the server go, by itself: see client.ts.
  CONNECTION_DESTROYED: standby,
  // TLS.
  CERT_HAS_EXPIRED: "the server's certificate is over: renew it",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet: see the clocks of both machines",
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_GET_ISSUER_CERT: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID:
    "the server's certificate is for another host than that of the database URL: mend the host, or the certificate",
  NO_TLS: noTls,
  // Logging in.
  '28P01': 'the server refused the password, or the role, of the database URL: mend it',
  '28000': 'the server lets the role of the database URL not in: see its pg_hba.conf, and LOGIN',
  '3D000': 'the server has no database of the name in the database URL: make it, or mend the name',
  '53300':
    'the server has no connection left: raise its max_connections, or the CONNECTION LIMIT of the role or the ' +
    'database, or end what holds them',
  '57P03':
    'the server is starting up or shutting down: wait for it, and see its log if it stays so',
  // Work.
  '25006': standby,
  // So we call it: no error comes of it.
  UNREPLICATED:
    'somebody ended this while it waited for the standby: it is so for now, and may be so no more where that is promoted',
  '42501':
    'the role of the database URL may not do this: the bridge takes a member of casement_bridge (DATABASE_URL), ' +
    'commands one of casement_operator (OPERATOR_DATABASE_URL)',
  '42883': 'the schema is of another version: run casement migrate',
  '42P01': 'the schema is of another version: run casement migrate',
  '53100': "the server's disk is full: make room there",
  '53200': 'the server is out of memory: see its log',
  '55P03': 'another transaction was in the way for too long: try again',
  '57014': slow,
  '57P01': gone,
  '57P02': gone,
  XX001: damaged,
  XX002: damaged,
};

const ofMigration: Readonly<Record<string, string>> = {
  '42501':
    'the role of MIGRATION_DATABASE_URL may not do this: let it own the database (ALTER DATABASE … OWNER TO), or ' +
    'have CREATE on it; and let it have CREATEROLE, or an administrator run what casement migrate --print-roles prints',
  '55P03':
    'a transaction was in the way for too long, as that of a pg_dump: run casement migrate again once it is over',
  '40P01': 'bridges were in the way again and again: run casement migrate again',
};

/** Returns words for any `code`: of these, or where to look. They are the server's in no case. */
export function adviceOn(code: string, purpose: Purpose = 'work'): string {
  const own = (purpose === 'migration' ? ofMigration[code] : undefined) ?? advice[code];
  if (own !== undefined) return own;
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
    return 'TLS to the server failed: see its ssl settings, and its log';
  }
  return code === '' ? 'see its log' : `see its log for ${code}`;
}
