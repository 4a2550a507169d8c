/**
 * The key under which places of cameras are hashed: for nothing else, so that a new sealing key leaves
 * the hashes comparable.
 */
import type { KeyObject } from 'node:crypto';
import type { KeyRing } from './keyring.ts';

/** An HMAC-SHA256 key. */
export const placeKey = ({ places: [{ key }] }: Pick<KeyRing, 'places'>): KeyObject => key;
