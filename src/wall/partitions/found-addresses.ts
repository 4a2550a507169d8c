/** The addresses that a host name leads to. */

/**
 * The addresses of a name. `partial`: a name server did not answer for one kind of address, so there may be
 * others besides, and what the name gave before still counts.
 */
export type FoundAddresses = readonly string[] & { readonly partial?: true };

/** Returns those addresses, marked as perhaps not all. */
export const partly = (addresses: readonly string[]): FoundAddresses =>
  Object.assign([...addresses], { partial: true } as const);
