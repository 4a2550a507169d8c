/** One OAuth client: an assistant or, in the demo, its stand-in. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** Compared letter by letter. */
  readonly redirectUris: readonly string[];
}
