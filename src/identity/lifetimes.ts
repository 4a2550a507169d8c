/** The longest lifetimes of what a key of the ring signs, whatever is configured. */

/** Of an access token, in milliseconds. */
export const longestAccessTokenMs = 86_400_000;

/** Of a ticket, in milliseconds. */
export const longestTicketMs = 43_200_000;
