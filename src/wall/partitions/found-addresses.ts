/** What a host name gives. */

/**
 * Its addresses. `partial`: a name server did not answer for one kind of address, so that there may be others
 * besides: what the name gave before goes on counting.
 */
export type FoundAddresses = readonly string[] & { readonly partial?: true };

export const partly = (addresses: readonly string[]): FoundAddresses =>
  Object.assign([...addresses], { partial: true } as const);
