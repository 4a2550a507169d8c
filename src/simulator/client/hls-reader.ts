/** What a player reads in playlists (RFC 8216), as far as the network sees it. */

/** Returns the names that a playlist lists, in its order: of playlists, or of segments. */
export function entriesOf(playlist: string | Buffer): string[] {
  const lines = playlist.toString().split(/\r?\n/);
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

export interface ListedMedia {
  /** The playlist that the master names first; empty if it names none. */
  readonly media: string;
  /** The segments in it, oldest first. */
  readonly segments: readonly string[];
}

/** Reads both playlists of a stream; `read` returns the text of one by its name. */
export async function listMedia(
  read: (name: string) => Promise<string | Buffer>,
  master = 'index.m3u8',
): Promise<ListedMedia> {
  const [media = ''] = entriesOf(await read(master));
  return { media, segments: entriesOf(await read(media)) };
}
