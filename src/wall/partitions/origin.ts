/**
 * What is bound for a URL of a camera: where it is answered from, and how that proves itself before it is
 * sent a password. `pictures/cameras/origin/` holds connections to it.
 */

/** One way to log in that a camera offers (RFC 7616, RFC 7617), weakest first. */
export const authenticationRanks = ['basic', 'md5', 'sha256'] as const;

export interface Authentication {
  /** Basic, or Digest with MD5 or SHA-256. */
  readonly scheme: (typeof authenticationRanks)[number];
  readonly realm: string;
}

/** The key behind a TLS connection. */
export interface SeenKey {
  /** `SHA256:` and the base64 of SHA-256 of its SubjectPublicKeyInfo, as ssh writes it. */
  readonly fingerprint: string;
  /** Whether a chain of certificates vouches for the host's name. */
  readonly vouched: boolean;
}

/** The network address that answered: IPv4 or IPv6, IPv4-mapped IPv6 as IPv4. */
export interface OriginPlace {
  readonly address: string;
  readonly port: number;
}

/** How an origin proves that it is the one it was. */
export interface OriginProof {
  /** Absent without TLS. */
  readonly key?: SeenKey;
  /** Absent if no log-in was asked for. The realm is spelt as pictures/cameras/origin/realm.ts does. */
  readonly authentication?: Authentication;
  /** How its media came; RTSP only. */
  readonly transport?: 'tcp' | 'udp';
}

export interface Origin {
  /** Absent after its address was changed, until the camera has been met there. */
  readonly place?: OriginPlace;
  readonly proof: OriginProof;
}
