/** How long anything that a key of the ring signs is good for at most, whatever is configured. */

/** Milliseconds: of an access token. */
export const longestAccessTokenMs = 86_400_000;

/** Milliseconds: of a ticket. */
export const longestTicketMs = 43_200_000;
