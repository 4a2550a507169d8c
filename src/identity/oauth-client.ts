/** One OAuth client: an assistant or, in the demo, the one who plays it. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** Compared letter by letter. */
  readonly redirectUris: readonly string[];
}
