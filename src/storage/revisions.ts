/** How far the store has come, whichever process has changed it. Each of these only ever grows. */

/** What concerns everybody. */
export interface CommonRevisions {
  /**
   * Grows with each change that running sessions could depend on, whoever's it is: rights are dated by it. Two equal
   * answers mean that nothing but a linking or a sign-in was added between them.
   */
  readonly all: number;
  /** Grows with each change of the suspensions, or of what they hold for. */
  readonly control: number;
}

/** What one account rests on, too. */
export interface Revisions extends CommonRevisions {
  /**
   * Grows with each change of what the account has or may see, also where that is another's doing. Two equal answers
   * mean that every linking of it that stood still stands, and that its map says the same. 0 if there is no such account.
   */
  readonly account: number;
}
