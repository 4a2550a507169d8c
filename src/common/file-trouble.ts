/** What the system refused of a file or folder, in words that say what to do. */

/** Returns words for the operator, with the path in them; undefined for any other error. */
export function fileTrouble(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, path, syscall }: Partial<NodeJS.ErrnoException> = error;
  if (path === undefined) return undefined;
  const isFolder = syscall === 'mkdir';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `permission denied: ${path}; the user that the bridge runs as has to be able to read and write there`;
    case 'EROFS':
      return `${path} lies where nothing can be written`;
    case 'ENOTDIR':
      return `${path} cannot be there: something on that path is a file and no folder`;
    case 'EEXIST':
      return isFolder
        ? `${path} cannot be a folder: there is a file of that name, or a link that leads nowhere`
        : undefined;
    case 'ENOENT':
      return isFolder
        ? `${path} cannot be there: something on that path is a link that leads nowhere, or a folder in which ` +
            'none can be made, such as /proc; name another place'
        : undefined;
    case 'ENOSPC':
      return `${path}: the disk is full`;
    default:
      return undefined;
  }
}
